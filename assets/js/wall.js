// The wall turns by itself: asks for the next picture when the one shown has stood long enough,
// unless something holds it.
(function () {
  "use strict";
  var root = document.documentElement,
    stood = 0,
    at = Date.now(),
    shown = null,
    asked = null;
  var AGAIN = 12000; // after so long without the picture asked for, it is asked for again
  function picture() {
    return document.querySelector("#wall-stage > .wall-picture");
  }
  function panes() {
    return window.innerWidth / window.innerHeight > 2.6 ? 3 : 1;
  }
  function address(slide) {
    var now = new URL(location.href);
    now.searchParams.set("slide", slide);
    now.searchParams.set("panes", panes());
    return now.pathname + now.search;
  }
  function ask(slide) {
    if (asked && asked.slide === slide && Date.now() - asked.at < AGAIN) return;
    asked = { slide: slide, at: Date.now() };
    window.cockpit.live.ask(address(slide));
  }
  function tick() {
    var now = picture(),
      passed = Date.now() - at,
      held = now && now.dataset.hold;
    at = Date.now();
    if (!now) return;
    count();
    if (now.dataset.slide !== shown) {
      shown = now.dataset.slide;
      stood = 0;
      asked = null;
    }
    if (!held && !document.hidden) stood += passed;
    var whole = 1000 * now.dataset.seconds,
      line = document.querySelector(".wall-progress i");
    if (line) line.style.transform = "scaleX(" + (held ? 0 : Math.min(1, stood / whole)) + ")";
    if (root.dataset.ready !== "true" || root.dataset.link === "lost" || root.dataset.past) return;
    if (+now.dataset.panes !== panes()) ask(now.dataset.slide);
    else if (!held && stood >= whole) {
      if (now.dataset.next === now.dataset.slide) stood = 0;
      else ask(now.dataset.next);
    }
  }
  function two(n) {
    return (n < 10 ? "0" : "") + n;
  }
  function count() {
    var now = window.cockpit.live ? window.cockpit.live.now() / 1000 : Date.now() / 1000;
    document.querySelectorAll("[data-until]").forEach(function (place) {
      var left = Math.floor(place.dataset.until - now),
        n = Math.abs(left);
      var text = Math.floor(n / 3600) + ":" + two(Math.floor((n % 3600) / 60)) + ":" + two(n % 60);
      if (place.textContent !== text) place.textContent = text;
      place.parentNode.classList.toggle("is-late", left < 0);
    });
  }
  window.cockpit = window.cockpit || {};
  window.cockpit.wall = {
    turn: function () {
      ask(picture().dataset.next);
    },
  }; // the next picture before its time
  if (document.querySelector(".page-bare")) setInterval(tick, 250);
})();
