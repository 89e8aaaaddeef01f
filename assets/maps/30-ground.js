// The outlines and names that the server drew as SVG, painted on the canvas: below and above the grids.
(function () {
  "use strict";
  var maps = window.cockpit.maps;

  // `picture` is the server's SVG, `look` tells colours, `first` the scale at which the picture is shown.
  maps.ground = function (picture, look, first) {
    var lines = [].map.call(picture.querySelectorAll(".region-line"), function (line) {
      return { town: line.classList.contains("region-town"), path: new Path2D(line.getAttribute("d")) };
    });
    var names = [].map
      .call(picture.querySelectorAll("text"), function (name) {
        return {
          town: name.classList.contains("name-town"),
          text: name.textContent,
          x: +name.getAttribute("x"),
          y: +name.getAttribute("y"),
          width: +name.dataset.width,
          size: parseFloat(getComputedStyle(name).fontSize) * first(),
        };
      })
      .sort(function (one, other) {
        return one.town - other.town;
      });
    function below(pen) {
      pen.fillStyle = look("--region-none");
      lines.forEach(function (line) {
        if (!line.town) pen.fill(line.path, "evenodd");
      });
    }
    function above(pen, scale) {
      var taken = [];
      pen.lineJoin = "round";
      lines.forEach(function (line) {
        pen.strokeStyle = look(line.town ? "--map-town" : "--map-district");
        pen.lineWidth = (look.rem() * (line.town ? 0.0625 : 0.125)) / scale;
        pen.stroke(line.path);
      });
      names.forEach(function (name) {
        write(pen, scale, name, taken);
      });
    }
    // A name is written where its region is wide enough and no name stands yet: the districts' come first.
    function write(pen, scale, name, taken) {
      maps.around(pen, scale, name.x, name.y, function () {
        pen.font = (name.town ? "400 " : "500 ") + name.size + "px " + look("--font");
        var half = pen.measureText(name.text).width / 2,
          x = name.x * scale,
          y = name.y * scale;
        var box = [x - half, y - name.size, x + half, y + 0.3 * name.size];
        if (
          (name.town && 2 * half > name.width * scale) ||
          taken.some(function (other) {
            return box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1];
          })
        )
          return;
        taken.push(box);
        pen.textAlign = "center";
        pen.lineJoin = "round";
        pen.lineWidth = 0.2 * name.size;
        pen.strokeStyle = look("--ground");
        pen.fillStyle = look(name.town ? "--ink-2" : "--ink");
        pen.strokeText(name.text, 0, 0);
        pen.fillText(name.text, 0, 0);
      });
    }
    return { below: below, above: above };
  };
})();
