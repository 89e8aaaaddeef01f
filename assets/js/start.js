// Start Dash beside the page that the server drew, and change over when everything stands.
(function () {
  "use strict";
  var entry = document.getElementById("react-entry-point");
  var server = document.getElementById("server");
  if (!entry || !server) return;
  var seen = new MutationObserver(function () {
    if (!entry.querySelector("#page")) return;
    seen.disconnect();
    var held = document.activeElement && document.activeElement !== document.body ? document.activeElement : null;
    entry.hidden = false;
    server.remove();
    if (held && held.isConnected) held.focus({ preventScroll: true });
    document.documentElement.dataset.ready = "true";
    document.dispatchEvent(new Event("cockpit-ready"));
  });
  seen.observe(entry, { childList: true, subtree: true });
  window.renderer = new DashRenderer();
})();
