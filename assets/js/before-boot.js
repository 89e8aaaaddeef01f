// The server has already said in the page what Dash is about to ask for: answer from there, ask nobody.
(function () {
  "use strict";
  var boot = document.getElementById("boot");
  var said = boot ? JSON.parse(boot.textContent) : {};
  var ask = window.fetch.bind(window);
  window.fetch = function (address, options) {
    var name = String((address && address.url) || address)
      .split("?")[0]
      .split("/")
      .pop();
    if (Object.prototype.hasOwnProperty.call(said, name)) {
      var body = JSON.stringify(said[name]);
      delete said[name];
      return Promise.resolve(new Response(body, { status: 200, headers: { "Content-Type": "application/json" } }));
    }
    return ask(address, options);
  };
})();
