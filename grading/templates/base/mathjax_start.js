(() => {
  document.documentElement.lang ||= "en";  // nbgrader's pages don't say it
  let typeset;
  const done = new Promise(resolve => { typeset = resolve; });
  // What is wider than the page scrolls by itself (pages.css), also by keyboard.
  const reach = () => {
    for (const part of document.querySelectorAll(
      "mjx-container[display], .output_html, .rendered_html, .jp-RenderedHTMLCommon"
    )) {
      if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
    }
  };
  done.then(reach);
  window.addEventListener("resize", reach);
  // Formgrader's own script waits for MathJax 2's "End" signal before it selects the first score.
  const hub = {Startup: {signal: {Interest: listener => done.then(() => listener("End"))}}};
  window.MathJax = {
    Hub: hub,
    tex: {
      inlineMath: [["$", "$"], ["\\(", "\\)"]],
      displayMath: [["$$", "$$"], ["\\[", "\\]"]],
      processEscapes: true,
      tags: "ams",
      // A student's formula must neither make links and styles (html) nor load scripts (require, autoload).
      packages: {"[-]": ["html", "require", "autoload"]},
    },
    options: {
      enableMenu: false,
      // Other commands, \mmlToken for one, can set such attributes too: MathJax's "safe" extension takes them out.
      safeOptions: {allow: {URLs: "none", classes: "none", cssIDs: "none", styles: "none"}},
    },
    startup: {
      ready() {
        MathJax.startup.defaultReady();
        MathJax.Hub = hub;
        // A colour or a font may be a url(), which SVG loads.
        const safe = MathJax.startup.document.safe;
        safe.filterMethods.filterWords = (_, value) => /^[#\w ,-]+$/.test(value) ? value : null;
        for (const name of ["mathcolor", "mathbackground", "color", "background", "fontfamily"]) {
          safe.filterAttributes.set(name, "filterWords");
        }
      },
      pageReady: () => MathJax.startup.defaultPageReady().then(typeset),
    },
  };
  document.addEventListener("DOMContentLoaded", async () => {
    try {
      const packed = Uint8Array.from(atob(document.getElementById("mathjax-gzip").textContent), c => c.charCodeAt(0));
      const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
      const script = document.createElement("script");
      script.textContent = await new Response(unpacked).text();
      document.head.append(script);
    } catch (error) {
      console.error("Formulas stay as TeX source, this browser cannot unpack MathJax:", error);
      typeset();
    }
  });
})();
