// The plane of the baked outlines as a map's coordinates: transverse Mercator on GRS80 around 113° E, by Krüger's
// series (components/maps/plane.py has the same). At zoom 0 a unit of the outlines' view is a pixel, y down.
(function () {
  "use strict";
  window.cockpit.maps = {};
  var maps = window.cockpit.maps;
  var MERIDIAN = 113,
    AXIS = 6378137,
    FLATTENING = 1 / 298.257222101,
    TURN = Math.PI / 180;
  var n = FLATTENING / (2 - FLATTENING),
    squeeze = (2 * Math.sqrt(n)) / (1 + n);
  var radius = (AXIS / (1 + n)) * (1 + (n * n) / 4 + (n * n * n * n) / 64);
  var there = [
    n / 2 - (2 * n * n) / 3 + (5 * n * n * n) / 16,
    (13 * n * n) / 48 - (3 * n * n * n) / 5,
    (61 * n * n * n) / 240,
  ];
  var back = [n / 2 - (2 * n * n) / 3 + (37 * n * n * n) / 96, (n * n) / 48 + (n * n * n) / 15, (17 * n * n * n) / 480];
  var lift = [2 * n - (2 * n * n) / 3 - 2 * n * n * n, (7 * n * n) / 3 - (8 * n * n * n) / 5, (56 * n * n * n) / 15];

  // Without closures and objects: tens of thousands of corners pass here.
  function project(lon, lat, into, at) {
    var along = (lon - MERIDIAN) * TURN,
      up = Math.sin(lat * TURN);
    var t = Math.sinh(Math.atanh(up) - squeeze * Math.atanh(squeeze * up));
    var north = Math.atan2(t, Math.cos(along)),
      east = Math.atanh(Math.sin(along) / Math.sqrt(1 + t * t));
    var x = east,
      y = north;
    for (var i = 0, j = 2; i < 3; i++, j += 2) {
      x += there[i] * Math.cos(j * north) * Math.sinh(j * east);
      y += there[i] * Math.sin(j * north) * Math.cosh(j * east);
    }
    into[at] = radius * x;
    into[at + 1] = radius * y;
  }
  function unproject(point) {
    var east = point.x / radius,
      north = point.y / radius,
      x = east,
      y = north;
    back.forEach(function (b, i) {
      var j = 2 * (i + 1);
      x -= b * Math.cos(j * north) * Math.sinh(j * east);
      y -= b * Math.sin(j * north) * Math.cosh(j * east);
    });
    var chi = Math.asin(Math.sin(y) / Math.cosh(x)),
      lat = chi;
    lift.forEach(function (d, i) {
      lat += d * Math.sin(2 * (i + 1) * chi);
    });
    return L.latLng(lat / TURN, MERIDIAN + Math.atan2(Math.sinh(x), Math.cos(y)) / TURN);
  }

  // `setup`: metres to a unit, and the metres east and north at which the view begins.
  maps.plane = function (setup) {
    var m = setup.metres,
      two = [0, 0];
    return L.extend({}, L.CRS, {
      // Writes the point of the view at which a place lies into an array, x at `at` and y behind it.
      put: function (lon, lat, into, at) {
        project(lon, lat, into, at);
        into[at] = (into[at] - setup.origin[0]) / m;
        into[at + 1] = (setup.origin[1] - into[at + 1]) / m;
      },
      code: "cockpit",
      infinite: true,
      distance: L.CRS.Earth.distance,
      projection: {
        project: function (place) {
          project(place.lng, place.lat, two, 0);
          return L.point(two[0], two[1]);
        },
        unproject: unproject,
      },
      transformation: new L.Transformation(1 / m, -setup.origin[0] / m, -1 / m, setup.origin[1] / m),
      scale: function (zoom) {
        return Math.pow(2, zoom);
      },
      zoom: function (scale) {
        return Math.log(scale) / Math.LN2;
      },
    });
  };
})();
