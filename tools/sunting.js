/** Keeps the place on an editor's page when it loads itself again; the first time it shows what is wrong. */
(() => {
  const key = `sunting:${location.pathname}`;
  const places = [".p-peta-bingkai", ".s-temuan-semua"].map((name) => document.querySelector(name));
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
  if (kept) {
    places.forEach((place, number) => place?.scrollTo(...kept[number]));
  } else if (!location.hash) {
    const card = document.querySelector(".is-temuan") ?? document.querySelector(".p-peta-kartu");
    card?.scrollIntoView({ block: card.matches(".is-temuan") ? "center" : "nearest", inline: "center" });
  }
  addEventListener("pagehide", () => {
    const now = places.map((place) => [place?.scrollLeft ?? 0, place?.scrollTop ?? 0]);
    sessionStorage.setItem(key, JSON.stringify(now));
  });
})();
