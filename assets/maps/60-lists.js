// The lists under a map: what is in view, worst first. The server's own lists stay until somebody moves the map.
(function () {
  "use strict";
  var maps = window.cockpit.maps;

  function fill(list, setup, found, rows) {
    var body = list.querySelector("tbody");
    body.textContent = "";
    rows.forEach(function (cells) {
      body.appendChild(
        maps.node(
          "tr",
          "",
          cells.map(function (cell, i) {
            return maps.node(
              i ? "td" : "th",
              i && i === cells.length - 1 && cells.numeric ? "right" : "",
              cell,
              i ? {} : { scope: "row" },
            );
          }),
        ),
      );
    });
    list.querySelector(".note").textContent = maps.say(setup.words.in_view, { n: found.seen, shown: rows.length });
  }

  // `now` is the element that holds the lists; `seen` is the part of the view that is shown: left, top, right, bottom.
  maps.list = function (now, setup, places, grids, seen) {
    var words = [];
    [
      ["points", places],
      ["grids", grids],
    ].forEach(function (pair) {
      var list = now.querySelector('[data-list="' + pair[0] + '"]'),
        layer = pair[1];
      if (!list || !layer) return;
      var found = layer.within(seen[0], seen[1], seen[2], seen[3], setup.listed);
      var rows = found.worst.map(function (i) {
        var about = layer.about(i);
        if (about.kind === "place")
          return [
            maps.link(about.name, about.href, setup.query),
            maps.levelMark(setup, about.level),
            about.text ? maps.value(setup, about) : "",
          ];
        var cells = [
          [
            maps.node("i", "grid-swatch grid-" + about.colour),
            maps.link(maps.gridName(setup, about), about.href, setup.query),
          ],
          maps.value(setup, about),
        ];
        cells.numeric = true;
        return cells;
      });
      fill(list, setup, found, rows);
      words.push(
        list.querySelector("caption").textContent + setup.words.colon + list.querySelector(".note").textContent,
      );
    });
    return words.join(" ");
  };
})();
