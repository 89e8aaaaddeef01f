// A session that has ended answers 401: lead to the sign-in page, and from there back to what is shown now.
(function () {
  "use strict";
  var ask = window.fetch.bind(window),
    leaving = false;
  function leave() {
    if (leaving) return;
    leaving = true;
    var root = document.documentElement;
    var way = "/sign-in?why=expired&next=" + encodeURIComponent(location.pathname + location.search);
    if (root.lang === "en") way += "&lang=en";
    if (root.dataset.theme === "light") way += "&theme=light";
    location.assign(way);
  }
  window.fetch = function (address, options) {
    return ask(address, options).then(function (answer) {
      if (answer.status === 401) leave();
      return answer;
    });
  };
})();
