// The language switch, and the reading of the figure that the address names. Without it the pages are whole, in Chinese.
"use strict";
const root = document.documentElement;
root.classList.add("js");

function speak(language) {
  root.lang = language === "en" ? "en" : "zh-CN";
  try { localStorage.setItem("zhanbi-language", root.lang); } catch (error) { /* private window: not remembered */ }
  const button = document.getElementById("language");
  if (button) {
    button.textContent = root.lang === "en" ? "中文" : "English";
    button.lang = root.lang === "en" ? "zh-CN" : "en";
  }
  dispatchEvent(new Event("zhanbi-language"));
}

function remembered() {
  try { return localStorage.getItem("zhanbi-language") || "zh-CN"; } catch (error) { return "zh-CN"; }
}

function showFigure() {
  const panel = document.getElementById("panel");
  if (!panel) return;
  document.querySelectorAll(".fig.current").forEach((mark) => mark.classList.remove("current"));
  const number = /^#(?:fig|read)-(\d+)$/.exec(location.hash);
  const reading = number && document.getElementById(`read-${number[1]}`);
  panel.hidden = !reading;
  if (!reading) return;
  const copy = reading.cloneNode(true);
  copy.removeAttribute("id");
  panel.lastElementChild.replaceChildren(copy);
  const mark = document.getElementById(`fig-${number[1]}`);
  mark.classList.add("current");
  const place = mark.getBoundingClientRect();
  if (place.top < 60 || place.bottom > innerHeight * 0.6) mark.scrollIntoView({ block: "center" });
}

function openFigure(event) {
  const mark = event.target.closest("a.fig");
  if (!mark) return;
  event.preventDefault();
  location.hash = mark.getAttribute("href").replace("#read-", "#fig-");
}

function closeFigure() {
  history.replaceState(null, "", location.pathname + location.search);
  showFigure();
}

root.lang = remembered();
document.addEventListener("DOMContentLoaded", () => {
  speak(remembered());
  const button = document.getElementById("language");
  button.hidden = false;
  button.addEventListener("click", () => speak(root.lang === "en" ? "zh" : "en"));
  document.addEventListener("click", openFigure);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeFigure(); });
  const close = document.getElementById("close");
  if (close) close.addEventListener("click", closeFigure);
  addEventListener("hashchange", showFigure);
  showFigure();
});
