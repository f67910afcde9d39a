// Before anything is painted: the theme chosen, the width of the rail, and that scripts run.
(() => {
  const root = document.documentElement;
  root.dataset.js = "";
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    if (localStorage.getItem("rail") === "small") root.dataset.rail = "small";
  } catch {
    // Storage is refused: the system's theme stands.
  }
})();
