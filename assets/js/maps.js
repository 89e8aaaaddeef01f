// Fetches the map script, once, when a page holds a big map; other pages never ask for it.
(function () {
  "use strict";
  var address = document.documentElement.dataset.maps,
    asked = false;
  function look() {
    if (!address || !document.querySelector(".big-map")) return;
    if (window.cockpit.maps) {
      window.cockpit.maps.renew();
      return;
    }
    if (asked) return;
    asked = true;
    var script = document.createElement("script");
    script.src = address;
    document.head.appendChild(script);
  }
  window.cockpit = window.cockpit || {};
  look();
  document.addEventListener("cockpit-ready", function () {
    look();
    new MutationObserver(look).observe(document.getElementById("react-entry-point"), {
      childList: true,
      subtree: true,
    });
  });
})();
