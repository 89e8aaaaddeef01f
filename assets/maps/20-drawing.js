// One layer that paints many things: Leaflet moves and clears the canvas, `paint` fills it.
(function () {
  "use strict";
  var maps = window.cockpit.maps,
    EVERYWHERE = L.bounds([-1e7, -1e7], [1e7, 1e7]);

  // paint(pen, scale, left, top, right, bottom): the pen draws in units of the view, `scale` pixels to a unit; the
  // rest is the part of the view that the canvas covers.
  maps.Drawing = L.Path.extend({
    options: { interactive: false },
    initialize: function (paint) {
      this._paint = paint;
    },
    _project: function () {
      this._pxBounds = EVERYWHERE;
    },
    _update: function () {},
    _updatePath: function () {
      var renderer = this._renderer;
      if (!renderer._drawing) return;
      var pen = renderer._ctx,
        map = this._map,
        scale = map.options.crs.scale(map.getZoom());
      var origin = map.getPixelOrigin(),
        covered = renderer._bounds;
      var from = covered.min.add(origin).divideBy(scale),
        to = covered.max.add(origin).divideBy(scale);
      pen.save();
      pen.translate(-origin.x, -origin.y);
      pen.scale(scale, scale);
      this._paint(pen, scale, from.x, from.y, to.x, to.y);
      pen.restore();
    },
  });

  // Draws something around a point in pixels, whatever the scale.
  maps.around = function (pen, scale, x, y, draw) {
    pen.save();
    pen.translate(x, y);
    pen.scale(1 / scale, 1 / scale);
    draw(pen);
    pen.restore();
  };
})();
