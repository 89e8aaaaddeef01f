// Places: devices, alerts, events. Those that lie close together stand as one, in the shape and colour of the worst.
(function () {
  "use strict";
  var maps = window.cockpit.maps;
  var CLOSE = 2.75; // rem: places nearer than this become one
  var DEEPEST = 17; // of supercluster's zooms; the map goes no deeper: what lies in one spot stays one group
  var EQUATOR = 40075016.686 / 256; // metres to a pixel of the whole world at its zoom 0
  var MARK = 0.5,
    LEAST = 0.8,
    MOST = 1.5; // rem: half the width of a mark, of the smallest and the largest group
  var BLUE = 3; // worse levels have a thicker line

  maps.places = function (file, setup, crs, look) {
    var count = file.lon.length,
      at = new Float64Array(2 * count),
      two = [0, 0];
    var features = file.lon.map(function (lon, i) {
      var spot = [lon / file.steps, file.lat[i] / file.steps];
      crs.put(spot[0], spot[1], at, 2 * i);
      return { type: "Feature", properties: { i: i }, geometry: { type: "Point", coordinates: spot } };
    });
    var shapes = setup.shapes.map(function (d) {
      return new Path2D(d);
    });
    var hulls = setup.around.map(function (d) {
      return new Path2D(d);
    });
    var middle = crs.pointToLatLng(L.point(setup.view[0] / 2, setup.view[1] / 2), 0);
    var deeper = Math.log((EQUATOR * Math.cos((middle.lat * Math.PI) / 180)) / setup.metres) / Math.LN2;
    var index = null,
      said = null,
      marks = [],
      drawn = "",
      size = 0,
      turn = 0;

    function level(i) {
      return said ? +said.levels[i] : 1;
    }
    function build() {
      turn++;
      size = look.rem();
      index =
        said && !said.clustered
          ? null
          : new Supercluster({
              radius: CLOSE * size,
              extent: 256,
              maxZoom: DEEPEST,
              minPoints: 2,
              map: function (one) {
                return { worst: level(one.i) };
              },
              reduce: function (all, one) {
                if (one.worst > all.worst) all.worst = one.worst;
              },
            }).load(features);
    }
    function radiusOf(n) {
      return size * Math.min(MOST, LEAST + (0.2 * Math.log(n)) / Math.LN10 + (n > 99 ? 0.15 : 0));
    }
    function gather(scale, left, top, right, bottom) {
      var zoom = Math.floor(deeper + Math.log(scale) / Math.LN2);
      var a = crs.pointToLatLng(L.point(left, bottom), 0),
        b = crs.pointToLatLng(L.point(right, top), 0);
      var found = index
        ? index.getClusters([a.lng, a.lat, b.lng, b.lat], Math.max(0, zoom))
        : features.filter(function (_, i) {
            return at[2 * i] >= left && at[2 * i] <= right && at[2 * i + 1] >= top && at[2 * i + 1] <= bottom;
          });
      marks = found.map(function (one) {
        var own = one.properties,
          group = own.cluster;
        if (group) crs.put(one.geometry.coordinates[0], one.geometry.coordinates[1], two, 0);
        return {
          x: group ? two[0] : at[2 * own.i],
          y: group ? two[1] : at[2 * own.i + 1],
          i: group ? -1 : own.i,
          group: group ? own.cluster_id : null,
          count: group ? own.point_count : 1,
          level: group ? own.worst : level(own.i),
          radius: group ? radiusOf(own.point_count) : MARK * size,
        };
      });
      marks.sort(function (one, other) {
        return one.level - other.level;
      }); // the worst on top
    }
    function paintOne(pen, mark) {
      var colour = look("--level-" + setup.levels[mark.level]),
        r = mark.radius;
      pen.scale(r, r);
      pen.lineJoin = "round";
      if (mark.group === null) {
        pen.lineWidth = 0.4;
        pen.strokeStyle = look("--ground");
        pen.stroke(shapes[mark.level]);
        pen.fillStyle = colour;
        pen.fill(shapes[mark.level], "evenodd");
        return;
      }
      var line = ((mark.level > BLUE ? 0.25 : 0.14) * size) / r;
      pen.lineWidth = line + 0.2;
      pen.strokeStyle = look("--ground");
      pen.stroke(hulls[mark.level]);
      pen.fillStyle = look("--panel");
      pen.fill(hulls[mark.level]);
      pen.lineWidth = line;
      pen.strokeStyle = colour;
      pen.stroke(hulls[mark.level]);
      pen.scale(1 / r, 1 / r);
      var text = mark.count < 1000 ? String(mark.count) : (mark.count / 1000).toFixed(mark.count < 10000 ? 1 : 0) + "k";
      pen.font = "700 " + 0.75 * size + "px " + look("--font");
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      pen.fillStyle = look("--ink");
      pen.fillText(text, 0, mark.level === setup.levels.indexOf("yellow") ? r * 0.3 : 0);
    }
    return {
      count: count,
      name: function (i) {
        return file.name[i];
      },
      // Take new levels; places stay where they are. Levels of another number belong to another file.
      say: function (next) {
        var before = said;
        said = next.levels.length === count ? next : null;
        if (!before || !said || before.levels !== said.levels || before.clustered !== said.clustered) build();
      },
      paint: function (pen, scale, left, top, right, bottom) {
        if (size !== look.rem()) build();
        var wanted = [turn, scale, left, top, right, bottom].join();
        if (drawn !== wanted) {
          gather(scale, left, top, right, bottom);
          drawn = wanted;
        }
        marks.forEach(function (mark) {
          maps.around(pen, scale, mark.x, mark.y, function () {
            paintOne(pen, mark);
          });
        });
      },
      // The mark at a point of the view, within reach (pixels); null where there is none. What lies on top wins.
      at: function (x, y, scale, reach) {
        var best = null,
          least = Infinity;
        marks.forEach(function (mark) {
          var away = Math.hypot(mark.x - x, mark.y - y) * scale;
          if (away <= Math.max(mark.radius, reach) && away <= least) {
            best = mark;
            least = away;
          }
        });
        return best;
      },
      // The zoom of the map at which a group falls apart; null when it never does.
      apart: function (mark) {
        var zoom = index.getClusterExpansionZoom(mark.group);
        return zoom > DEEPEST ? null : zoom - deeper + 0.01;
      },
      members: function (mark) {
        var all = index.getLeaves(mark.group, Infinity).map(function (one) {
          return one.properties.i;
        });
        return all.sort(function (a, b) {
          return level(b) - level(a) || a - b;
        });
      },
      about: function (i) {
        return {
          kind: "place",
          key: i,
          name: file.name[i],
          href: file.href[i],
          region: file.region[i],
          level: level(i),
          text: (said && said.texts[i]) || "",
          marks: said ? said.marks : {},
          x: at[2 * i],
          y: at[2 * i + 1],
        };
      },
      within: function (left, top, right, bottom, most) {
        var found = [];
        for (var i = 0; i < count; i++) {
          if (at[2 * i] >= left && at[2 * i] <= right && at[2 * i + 1] >= top && at[2 * i + 1] <= bottom) found.push(i);
        }
        found.sort(function (a, b) {
          return level(b) - level(a) || a - b;
        });
        return { seen: found.length, worst: found.slice(0, most) };
      },
      drawn: function () {
        return marks;
      },
    };
  };
})();
