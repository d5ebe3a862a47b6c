// The one button of the pages: all expectations, or those that failed. Everything else is shown open.
function rows() {
  return [...document.querySelectorAll(".hide-succeeded-validation-target-child")].map((child) => child.parentElement);
}
window.addEventListener("DOMContentLoaded", () => {
  window.showAllValidations = () => rows().forEach((row) => row.classList.remove("hidden"));
  window.hideSucceededValidations = () => rows().forEach((row) => row.classList.add("hidden"));
});
