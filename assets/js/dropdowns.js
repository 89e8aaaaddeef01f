// Lists that open under a button (`.dropdown`): one at a time, shut by Escape and by a click elsewhere.
(function () {
  "use strict";
  function shut(except) {
    document.querySelectorAll("details.dropdown[open]").forEach(function (one) {
      if (one !== except) one.open = false;
    });
  }
  document.addEventListener("click", function (event) {
    shut(event.target.closest("details.dropdown"));
  });
  document.addEventListener("focusin", function (event) {
    shut(event.target.closest("details.dropdown"));
  });
  document.addEventListener("keydown", function (event) {
    var open = event.key === "Escape" && document.querySelector("details.dropdown[open]");
    if (!open) return;
    shut(null);
    open.querySelector("summary").focus();
  });
})();
