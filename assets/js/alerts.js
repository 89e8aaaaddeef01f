// Alerts in the frame of every page: how many wait stands in the window's title, and a new one is read out,
// a grave one at once, others when there is a pause.
(function () {
  "use strict";
  var bare = document.title.replace(/^\(\d+\) /, ""),
    last = null;
  function look() {
    var frame = document.querySelector(".alert-frame");
    if (!frame) return;
    var waiting = Number(frame.dataset.waiting),
      newest = Number(frame.dataset.newest);
    document.title = (waiting ? "(" + waiting + ") " : "") + bare;
    if (last !== null && newest > last) {
      var place = document.getElementById(frame.dataset.loud === "true" ? "said-loud" : "said");
      if (place) place.textContent = frame.dataset.say;
    }
    last = Math.max(last || 0, newest);
  }
  document.addEventListener("cockpit-part", function (event) {
    if (event.detail === "alert-bar") look();
  });
  document.addEventListener("cockpit-ready", look);
  if (document.documentElement.dataset.ready === "true") look();
})();
