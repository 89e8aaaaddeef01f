// The grids: unpacked from their file (data/geography/grid_file.py says how they are packed),
// coloured by what the page says.
(function () {
  "use strict";
  var maps = window.cockpit.maps,
    COLOURS = 5,
    WORTH_LINES = 0.5; // rem: smaller cells are drawn without lines

  function unrun(runs) {
    var all = [];
    runs.forEach(function (run) {
      for (var i = 0; i < run[1]; i++) {
        all.push(
          typeof run[0] === "number"
            ? run[0] + i
            : i
              ? String(BigInt(run[0]) + BigInt(i)).padStart(run[0].length, "0")
              : run[0],
        );
      }
    });
    return all;
  }
  function unrepeat(repeats) {
    var all = [];
    repeats.forEach(function (repeat) {
      for (var i = 0; i < repeat[1]; i++) all.push(repeat[0]);
    });
    return all;
  }
  // Corners in units of the view, ring by ring; and the box around each grid.
  function unchain(file, crs) {
    var x = 0,
      y = 0;
    return file.rings.map(function (chain) {
      var box = [Infinity, Infinity, -Infinity, -Infinity];
      var rings = (Array.isArray(chain[0]) ? chain : [chain]).map(function (moves) {
        var ring = new Float64Array(moves.length),
          a = x,
          b = y;
        for (var i = 0; i < moves.length; i += 2) {
          a += moves[i];
          b += moves[i + 1];
          if (!i) {
            x = a;
            y = b;
          }
          crs.put(a / file.steps, b / file.steps, ring, i);
          if (ring[i] < box[0]) box[0] = ring[i];
          if (ring[i + 1] < box[1]) box[1] = ring[i + 1];
          if (ring[i] > box[2]) box[2] = ring[i];
          if (ring[i + 1] > box[3]) box[3] = ring[i + 1];
        }
        return ring;
      });
      return { rings: rings, box: box };
    });
  }
  function trace(path, ring) {
    path.moveTo(ring[0], ring[1]);
    for (var i = 2; i < ring.length; i += 2) path.lineTo(ring[i], ring[i + 1]);
    path.closePath();
  }
  function crossed(ring, x, y) {
    var inside = false;
    for (var i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      if (
        ring[i + 1] > y !== ring[j + 1] > y &&
        x < ((ring[j] - ring[i]) * (y - ring[i + 1])) / (ring[j + 1] - ring[i + 1]) + ring[i]
      )
        inside = !inside;
    }
    return inside;
  }

  maps.grids = function (file, crs, look) {
    var numbers = unrun(file.number),
      codes = unrun(file.code),
      towns = unrepeat(file.town),
      cells = unchain(file, crs);
    var paths = [],
      meshes = {},
      side = Infinity,
      said = null;
    // A path a town: adding to a path takes the longer, the longer it is; and what runs between two is a line anyway.
    cells.forEach(function (cell, i) {
      meshes[towns[i]] = meshes[towns[i]] || new Path2D();
      cell.rings.forEach(function (ring) {
        trace(meshes[towns[i]], ring);
      });
      side = Math.min(side, Math.max(cell.box[2] - cell.box[0], cell.box[3] - cell.box[1]));
    });
    return {
      count: cells.length,
      towns: towns,
      // Take new values; only colours change. A text of another length belongs to another file and says nothing here.
      say: function (next) {
        said = next.colours.length === cells.length ? next : null;
        paths = [];
        for (var step = 0; step < COLOURS; step++) paths.push({});
        if (said)
          cells.forEach(function (cell, i) {
            var own = paths[said.colours[i]];
            if (!own) return;
            own[towns[i]] = own[towns[i]] || new Path2D();
            cell.rings.forEach(function (ring) {
              trace(own[towns[i]], ring);
            });
          });
      },
      paint: function (pen, scale) {
        paths.forEach(function (own, step) {
          pen.fillStyle = look("--grid-" + step);
          Object.keys(own).forEach(function (town) {
            pen.fill(own[town], "evenodd");
          });
        });
        if (side * scale < WORTH_LINES * look.rem()) return;
        pen.strokeStyle = look("--ground");
        pen.lineWidth = look.rem() / 16 / scale;
        Object.keys(meshes).forEach(function (town) {
          pen.stroke(meshes[town]);
        });
      },
      outline: function (pen, scale, i) {
        pen.beginPath();
        cells[i].rings.forEach(function (ring) {
          trace(pen, ring);
        });
        pen.strokeStyle = look("--ink");
        pen.lineWidth = look.rem() / 6 / scale;
        pen.stroke();
      },
      // The grid at a point of the view; -1 where there is none.
      at: function (x, y) {
        return cells.findIndex(function (cell) {
          var box = cell.box;
          if (x < box[0] || x > box[2] || y < box[1] || y > box[3]) return false;
          return cell.rings.reduce(function (inside, ring) {
            return crossed(ring, x, y) !== inside;
          }, false);
        });
      },
      find: function (number) {
        return numbers.indexOf(number);
      },
      // All that is known of a grid, for popups and lists.
      about: function (i) {
        var value = said ? said.values[i] : null;
        return {
          kind: "grid",
          key: numbers[i],
          code: codes[i],
          town: towns[i],
          colour: said ? said.colours[i] : "-",
          value: value,
          text: value === null ? "" : maps.digits(value, said.decimals) + said.unit,
          href: said ? said.href.replace("{number}", numbers[i]) : "",
          what: said ? said.what : "",
          marks: said ? said.marks : {},
        };
      },
      // The grids of a part of the view that have a value, those to look at first.
      within: function (left, top, right, bottom, most) {
        var found = [],
          turn = said && said.low ? 1 : -1,
          seen = 0;
        cells.forEach(function (cell, i) {
          var box = cell.box;
          if (box[2] < left || box[0] > right || box[3] < top || box[1] > bottom) return;
          seen++;
          if (said && said.values[i] !== null) found.push(i);
        });
        found.sort(function (a, b) {
          return turn * (said.values[a] - said.values[b]) || a - b;
        });
        return { seen: seen, worst: found.slice(0, most) };
      },
    };
  };
})();
