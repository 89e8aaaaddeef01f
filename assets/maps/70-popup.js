// What a click, a tap or Enter opens: a place, several places in one spot, or a grid.
(function () {
  "use strict";
  var maps = window.cockpit.maps,
    LISTED = 8;

  function line(setup, about) {
    var said = [maps.link(about.name, about.href, setup.query), " ", maps.levelMark(setup, about.level)];
    if (about.text) said.push(" ", maps.value(setup, about));
    return maps.node("li", "", said);
  }
  maps.popup = function (setup, abouts, close) {
    var first = abouts[0],
      content = [];
    if (first.kind === "grid") {
      content.push(maps.node("b", "", maps.gridName(setup, first)));
      content.push(
        maps.node("p", "", [
          first.what + setup.words.colon,
          first.text ? maps.value(setup, first) : setup.words.no_value,
        ]),
      );
      if (first.href) content.push(maps.node("p", "", maps.link(setup.words.open, first.href, setup.query)));
    } else if (abouts.length === 1) {
      content.push(maps.node("b", "", maps.link(first.name, first.href, setup.query)));
      content.push(
        maps.node(
          "p",
          "",
          [maps.levelMark(setup, first.level)].concat(first.text ? [" ", maps.value(setup, first)] : []),
        ),
      );
    } else {
      content.push(
        maps.node(
          "b",
          "",
          maps.say(setup.words.several, { n: abouts.length, level: setup.words["level_" + first.level] }),
        ),
      );
      content.push(
        maps.node(
          "ul",
          "",
          abouts.slice(0, LISTED).map(function (about) {
            return line(setup, about);
          }),
        ),
      );
      if (abouts.length > LISTED)
        content.push(maps.node("p", "", maps.say(setup.words.more, { n: abouts.length - LISTED })));
    }
    var button = maps.node("button", "big-map-close", "×", { type: "button", "aria-label": setup.words.close });
    button.addEventListener("click", close);
    content.push(button);
    return maps.node("div", "", content);
  };
})();
