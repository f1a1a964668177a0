// On a narrow screen the roster is a list: fetched only where it is needed.

export function listWhereNarrow(place) {
  const narrow = matchMedia("(max-width: 640px)");
  const fetchList = async () => {
    if (!narrow.matches || place.dataset.here) return;
    place.dataset.here = "yes";
    const page = new DOMParser().parseFromString(await (await fetch(place.dataset.list)).text(), "text/html");
    const list = page.querySelector(".grid-list");
    if (!list) return;
    list.classList.add("fetched"); // a window that is made wide again shows the grid alone
    place.replaceWith(list);
    document.querySelector("main").classList.add("listed");
  };
  narrow.addEventListener("change", fetchList);
  fetchList();
}
