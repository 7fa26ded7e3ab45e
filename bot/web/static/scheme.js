// Light or dark, before anything is painted: the system's scheme until the person chooses one.
(() => {
  const KEY = "yizhu.scheme";
  const dark = document.getElementById("dark");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const colour = document.querySelector("meta[name=theme-color]");

  // Storage may be switched off; the choice then lasts as long as the page.
  const stored = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  const store = (scheme) => {
    try {
      localStorage.setItem(KEY, scheme);
    } catch {
      return;
    }
  };

  let choice = stored();
  const scheme = () => choice ?? (system.matches ? "dark" : "light");

  const show = () => {
    const isDark = scheme() === "dark";
    dark.media = isDark ? "all" : "not all";
    document.documentElement.dataset.scheme = scheme();
    colour.content = isDark ? "#0e1514" : "#f3f6f5";
  };

  show();
  system.addEventListener("change", show);
  addEventListener("storage", () => {
    choice = stored();
    show();
  });
  addEventListener("yizhu:switch-scheme", () => {
    choice = scheme() === "dark" ? "light" : "dark";
    store(choice);
    show();
  });
})();
