// A big map: takes the place of the server's picture, in the same box and with the same extent, and follows what the
// page says of it. New values change colours; the view, an open popup and the focus stay.
(function () {
  "use strict";
  var maps = window.cockpit.maps,
    shown = [];
  var DEEPEST = 7,
    STEP = 1; // zooms: doublings of the view's scale
  var REACH = 12; // pixels around a click, for fingers
  var still = window.matchMedia("(prefers-reduced-motion: reduce)");

  function read(element) {
    return JSON.parse(element.textContent);
  }

  // Files that a page names are asked for while Dash is still starting; each is taken once.
  var coming = {};
  function ask(url) {
    return fetch(url).then(function (answer) {
      return answer.ok ? answer.json() : null;
    });
  }
  function take(url) {
    var file = coming[url] || ask(url);
    delete coming[url];
    return file;
  }
  function prepare() {
    document.querySelectorAll(".big-map-values").forEach(function (element) {
      var said = read(element);
      [said.grids, said.points].forEach(function (layer) {
        if (layer && layer.url) coming[layer.url] = ask(layer.url);
      });
    });
  }

  function BigMap(figure) {
    var map = this;
    this.figure = figure;
    this.setup = read(figure.querySelector(".big-map-setup"));
    this.box = figure.querySelector(".big-map-box");
    this.picture = this.box.querySelector("svg");
    this.crs = maps.plane(this.setup);
    this.said = null;
    this.places = null;
    this.grids = null;
    this.open = null;
    this.chosen = -1;
    this.moved = this.listed = false; // whether the view is another than at first; whether the lists are ours
    this.files = {};
    this.look = maps.look(figure);
    this.ground = maps.ground(this.picture, this.look, function () {
      return map.fitting();
    });
    this.build();
    this.read();
  }

  BigMap.prototype = {
    // Pixels to a unit of the view at which the whole extent fits the box, as the server's picture does.
    fitting: function () {
      var extent = this.setup.extent;
      return Math.min(this.box.clientWidth / extent[2], this.box.clientHeight / extent[3]) || 1;
    },
    at: function (x, y) {
      return this.crs.pointToLatLng(L.point(x, y), 0);
    },
    fit: function () {
      var extent = this.setup.extent,
        zoom = this.crs.zoom(this.fitting());
      this.leaflet.options.minZoom = Math.min(zoom, this.crs.zoom(this.box.clientHeight / this.setup.view[1] || 1));
      this.leaflet.setView(this.at(extent[0] + extent[2] / 2, extent[1] + extent[3] / 2), zoom, { animate: false });
      this.moved = false;
    },
    build: function () {
      var map = this,
        setup = this.setup,
        canvas = maps.node("div", "big-map-canvas", [], {
          role: "application",
          "aria-label": setup.label,
          "aria-description": setup.words.keys,
          tabindex: "0",
        });
      this.canvas = canvas;
      this.box.appendChild(canvas);
      var moving = !still.matches;
      this.leaflet = L.map(canvas, {
        crs: this.crs,
        renderer: L.canvas({ padding: 0.2 }),
        preferCanvas: true,
        attributionControl: false,
        zoomControl: false,
        zoomSnap: 0,
        zoomDelta: STEP,
        maxZoom: DEEPEST,
        doubleClickZoom: false,
        boxZoom: false,
        scrollWheelZoom: false,
        bounceAtZoomLimits: false,
        maxBounds: L.latLngBounds([
          this.at(-0.5 * setup.view[0], 1.5 * setup.view[1]),
          this.at(1.5 * setup.view[0], -0.5 * setup.view[1]),
        ]),
        zoomAnimation: moving,
        fadeAnimation: moving,
        markerZoomAnimation: moving,
        inertia: moving,
      });
      if (!moving)
        this.leaflet.panBy = function (offset, options) {
          return L.Map.prototype.panBy.call(this, offset, L.extend({}, options, { animate: false }));
        };
      this.fit();
      var layers = [
        function (pen) {
          map.ground.below(pen);
        },
        function (pen, scale) {
          if (map.grids) map.grids.paint(pen, scale);
        },
        function (pen, scale) {
          map.ground.above(pen, scale);
        },
        function (pen, scale) {
          if (map.grids && map.chosen >= 0) map.grids.outline(pen, scale, map.chosen);
        },
        function (pen, scale, left, top, right, bottom) {
          if (map.places) map.places.paint(pen, scale, left, top, right, bottom);
        },
        function (pen, scale) {
          map.ring(pen, scale);
          map.told();
        },
      ];
      this.layers = layers.map(function (paint) {
        return new maps.Drawing(paint).addTo(map.leaflet);
      });
      this.controls();
      this.listen();
    },
    controls: function () {
      var map = this,
        words = this.setup.words;
      var acts = [
        [
          "+",
          words.zoom_in,
          function () {
            map.leaflet.zoomIn(STEP);
          },
        ],
        [
          "−",
          words.zoom_out,
          function () {
            map.leaflet.zoomOut(STEP);
          },
        ],
        [
          "⤢",
          words.whole,
          function () {
            map.fit();
          },
        ],
      ];
      this.buttons = maps.node(
        "div",
        "big-map-buttons",
        acts.map(function (act) {
          var button = maps.node("button", "", act[0], { type: "button", "aria-label": act[1], title: act[1] });
          button.addEventListener("click", act[2]);
          return button;
        }),
      );
      this.heard = maps.node("p", "spoken", [], { "aria-live": "polite" });
      this.box.appendChild(this.buttons);
      this.box.appendChild(this.heard);
    },
    listen: function () {
      var map = this,
        leaflet = this.leaflet,
        canvas = this.canvas,
        waiting = 0;
      // One finger scrolls the page, two move the map; a mouse drags.
      canvas.addEventListener(
        "pointerdown",
        function (event) {
          if (event.pointerType === "mouse") leaflet.dragging.enable();
          else leaflet.dragging.disable();
        },
        true,
      );
      leaflet.on("focus", function () {
        leaflet.scrollWheelZoom.enable();
      });
      leaflet.on("blur", function () {
        leaflet.scrollWheelZoom.disable();
      });
      leaflet.on("click", function (event) {
        map.press(map.crs.latLngToPoint(event.latlng, 0), REACH);
      });
      leaflet.on("mousemove", function (event) {
        var spot = map.crs.latLngToPoint(event.latlng, 0);
        canvas.style.cursor = map.places && map.places.at(spot.x, spot.y, map.scale(), 0) ? "pointer" : "";
      });
      leaflet.on("popupclose", function () {
        map.open = null;
        map.choose(-1);
      });
      leaflet.on("movestart", function () {
        map.moved = true;
      });
      leaflet.on("moveend", function () {
        if (!map.moved && !map.listed) return;
        clearTimeout(waiting);
        waiting = setTimeout(function () {
          map.list(true);
        }, 200);
      });
      canvas.addEventListener("keydown", function (event) {
        if (event.key === "Escape" && map.open) {
          event.stopPropagation();
          map.close();
          return;
        }
        if (event.key !== "Enter" || event.target !== canvas) return;
        event.preventDefault();
        map.press(map.crs.latLngToPoint(leaflet.getCenter(), 0), leaflet.getSize().y / 4, true);
      });
      this.watch = new ResizeObserver(function () {
        map.resize();
      });
      this.watch.observe(this.box);
    },
    resize: function () {
      if (!this.box.clientWidth) return;
      var moved = this.moved;
      this.leaflet.invalidateSize({ animate: false, pan: false });
      if (moved) this.redraw();
      else this.fit();
    },
    redraw: function () {
      this.layers[0].redraw();
    },
    scale: function () {
      return this.crs.scale(this.leaflet.getZoom());
    },
    seen: function () {
      var bounds = this.leaflet.getPixelBounds(),
        scale = this.scale();
      return [bounds.min.x / scale, bounds.min.y / scale, bounds.max.x / scale, bounds.max.y / scale];
    },

    // Take what the page says now; nothing when it has said it before.
    read: function () {
      var now = document.querySelector('.big-map-now[data-for="' + CSS.escape(this.figure.dataset.map) + '"]');
      var element = now && now.querySelector(".big-map-values");
      if (!element || element === this.element) return;
      this.element = element;
      this.now = now;
      this.said = read(element);
      this.listed = false;
      this.keepOpen();
      var map = this;
      this.layer("grids", maps.grids, this.said.grids);
      this.layer(
        "places",
        function (file, crs, look) {
          return maps.places(file, map.setup, crs, look);
        },
        this.said.points,
      );
      this.redraw();
    },
    // A layer stays while its file does; only what is said of it changes.
    layer: function (name, make, said) {
      var map = this,
        source = said ? said.url || JSON.stringify(said.places) : null;
      if (!said) {
        this[name] = null;
        this.files[name] = null;
        return;
      }
      if (this.files[name] === source && this[name]) {
        this[name].say(said);
        this.refresh();
        return;
      }
      this.files[name] = source;
      (said.url ? take(said.url) : Promise.resolve(said.places)).then(
        function (file) {
          if (!file || map.files[name] !== source) return; // gone or replaced: the page is told of the next one
          map[name] = make(file, map.crs, map.look);
          map[name].say(name === "grids" ? map.said.grids : map.said.points);
          map.refresh();
        },
        function () {
          if (map.files[name] === source) map.files[name] = null;
        },
      ); // asked for again with the next values
    },
    refresh: function () {
      if (this.open) this.show(this.open.spot, this.open.abouts.map(this.again, this), true);
      if (this.moved) this.list(false);
      this.redraw();
    },
    again: function (about) {
      return about.kind === "grid" ? this.grids.about(this.grids.find(about.key)) : this.places.about(about.key);
    },
    // The list was drawn anew by the server: it stays open when it was, and tells of what is in view.
    keepOpen: function () {
      var map = this,
        list = this.now.querySelector("details");
      if (!list) return;
      list.open = !!this.unfolded;
      list.addEventListener("toggle", function () {
        map.unfolded = list.open;
      });
    },
    list: function (aloud) {
      if (!this.figure.isConnected || !this.now) return;
      this.listed = true;
      var words = maps.list(this.now, this.setup, this.places, this.grids, this.seen());
      if (aloud) this.heard.textContent = words;
    },

    // What stands at a point of the view: a group opens up, a place or a grid says what it is.
    press: function (spot, reach, centre) {
      var mark = this.places && this.places.at(spot.x, spot.y, this.scale(), reach);
      if (mark && mark.group !== null) {
        var zoom = this.places.apart(mark),
          target = this.at(mark.x, mark.y);
        if (zoom !== null && zoom > this.leaflet.getZoom()) {
          this.leaflet.setView(target, Math.min(zoom, DEEPEST), { animate: !still.matches });
          return;
        }
        this.show(mark, this.places.members(mark).map(this.places.about), false, centre);
      } else if (mark) {
        this.show(mark, [this.places.about(mark.i)], false, centre);
      } else if (this.grids && this.grids.at(spot.x, spot.y) >= 0) {
        this.show(spot, [this.grids.about(this.grids.at(spot.x, spot.y))], false, centre);
      }
    },
    choose: function (grid) {
      if (this.chosen === grid) return;
      this.chosen = grid;
      this.redraw();
    },
    show: function (spot, abouts, again, focus) {
      var map = this,
        content = maps.popup(this.setup, abouts, function () {
          map.close();
        });
      if (again) {
        var held = this.popup.getElement() && this.popup.getElement().contains(document.activeElement);
        this.popup.options.autoPan = false; // new values move nothing
        this.popup.setContent(content);
        if (held) content.querySelector("button").focus({ preventScroll: true });
      } else {
        this.popup = L.popup({
          className: "big-map-popup",
          closeButton: false,
          maxWidth: 24 * this.look.rem(),
          autoPan: true,
        })
          .setLatLng(this.at(spot.x, spot.y))
          .setContent(content)
          .openOn(this.leaflet);
        if (focus) (content.querySelector("a") || content.querySelector("button")).focus({ preventScroll: true });
      }
      this.open = { spot: spot, abouts: abouts };
      this.choose(abouts[0].kind === "grid" ? this.grids.find(abouts[0].key) : -1);
    },
    close: function () {
      this.leaflet.closePopup();
      this.canvas.focus({ preventScroll: true });
    },
    ring: function (pen, scale) {
      var ring = this.said && this.said.ring,
        map = this;
      if (!ring) return;
      var spot = this.crs.latLngToPoint({ lng: ring.lon, lat: ring.lat }, 0),
        rem = this.look.rem();
      var wide = Math.max(this.setup.ring * this.fitting(), 3 * rem);
      maps.around(pen, scale, spot.x, spot.y, function () {
        [
          ["--ground", 0.4],
          ["--level-" + map.setup.levels[ring.level], 0.22],
        ].forEach(function (line) {
          pen.beginPath();
          pen.arc(0, 0, wide, 0, 2 * Math.PI);
          pen.strokeStyle = map.look(line[0]);
          pen.lineWidth = line[1] * rem;
          pen.stroke();
        });
      });
    },
    // The canvas has been painted: the picture may go, and who waits for it is told.
    told: function () {
      if (this.picture) {
        this.picture.remove();
        this.picture = null;
      }
      var ready = !!this.said && (!this.said.grids || !!this.grids) && (!this.said.points || !!this.places);
      this.figure.dataset.drawn = ready ? "all" : "ground";
      document.dispatchEvent(new CustomEvent("cockpit-map", { detail: this.figure.dataset.map }));
    },
    end: function () {
      this.watch.disconnect();
      this.leaflet.remove();
    },
  };

  maps.renew = function () {
    shown = shown.filter(function (map) {
      if (!map.figure.isConnected) map.end();
      return map.figure.isConnected;
    });
    document.querySelectorAll("#react-entry-point .big-map").forEach(function (figure) {
      var map = shown.find(function (one) {
        return one.figure === figure;
      });
      if (map) map.read();
      else if (figure.querySelector("svg")) shown.push(new BigMap(figure));
    });
  };
  maps.of = function (id) {
    return shown.find(function (map) {
      return map.figure.dataset.map === id;
    });
  };
  if (document.documentElement.dataset.ready === "true") maps.renew();
  else prepare();
})();
