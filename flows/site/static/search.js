// Looks through search-index.js: indicators first, then bulletins, then figures. Text only goes in as text.
"use strict";
(() => {
  const index = window.zhanbiIndex;
  const MOST = 50;
  const input = document.getElementById("query");
  const results = document.getElementById("results");
  const found = document.getElementById("found");
  const figureTexts = new Map();

  const page = (document_, part) => `bulletins/${document_}${part > 1 ? `-${part}` : ""}.html`;

  function figureText(figure) {
    const [place, , , label, printed] = figure;
    if (!figureTexts.has(label)) figureTexts.set(label, index.labels[label].join(" "));
    return `${figureTexts.get(label)} ${printed} ${index.bulletins[place][1]}`;
  }

  const KINDS = [
    ["指标", "Indicators", index.indicators, (i) => `${i[0]} ${i[1]} ${i[2]} ${i[3]}`,
      (i) => [`indicators/${i[0]}.html`, root.lang === "en" ? i[2] : i[1], i[4] ? String(i[4]) : ""]],
    ["公报", "Bulletins", index.bulletins, (b) => `${b[1]} ${b[2]} ${b[3]}`,
      (b) => [page(b[0], 1), b[1], `${b[2]} ${b[3]}`]],
    ["数", "Figures", index.figures, figureText,
      (f) => [`${page(index.bulletins[f[0]][0], f[1])}#fig-${f[2]}`, `${f[4]} ${index.labels[f[3]][root.lang === "en" ? 1 : 0]}`, index.bulletins[f[0]][1]]],
  ];

  function line([address, name, note]) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = address;
    link.textContent = name;
    const small = document.createElement("span");
    small.className = "muted";
    small.textContent = ` ${note}`;
    item.append(link, small);
    return item;
  }

  function search() {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    results.replaceChildren();
    found.textContent = "";
    if (!words.length) return;
    const english = root.lang === "en";
    let all = 0;
    for (const [zh, en, rows, textOf, show] of KINDS) {
      const hits = rows.filter((row) => { const text = textOf(row).toLowerCase(); return words.every((word) => text.includes(word)); });
      all += hits.length;
      if (!hits.length) continue;
      const heading = document.createElement("h2");
      heading.textContent = `${english ? en : zh} ${hits.length}${hits.length > MOST ? (english ? `, the first ${MOST}` : `，列前${MOST}条`) : ""}`;
      const list = document.createElement("ul");
      list.className = "hits";
      list.append(...hits.slice(0, MOST).map(show).map(line));
      results.append(heading, list);
    }
    found.textContent = english ? `${all} found` : `找到 ${all} 条`;
    history.replaceState(null, "", `?q=${encodeURIComponent(input.value)}`);
  }

  let waiting;
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, 150); });
  addEventListener("zhanbi-language", search);
  input.form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
  input.value = new URLSearchParams(location.search).get("q") || "";
  search();
})();
