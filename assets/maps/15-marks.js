// Sizes, digits and small pieces of the page, made of nodes and texts: nothing from data is ever read as markup.
(function () {
  "use strict";
  var maps = window.cockpit.maps,
    SVG = "http://www.w3.org/2000/svg";
  var OURS = /^\/(?![/\\])[^\u0000-\u001f\\]*$/; // a path on this host

  // How a map looks: look(name) is a colour of its style, look.rem() the size that letters and marks follow. A wall may
  // ask for larger ones by --map-scale.
  maps.look = function (figure) {
    var colours = {};
    function look(name) {
      if (!(name in colours)) colours[name] = getComputedStyle(figure).getPropertyValue(name).trim();
      return colours[name];
    }
    look.rem = function () {
      return parseFloat(getComputedStyle(document.documentElement).fontSize) * (+look("--map-scale") || 1);
    };
    return look;
  };

  // A number whose decimals the server has already rounded: grouped thousands, a true minus.
  maps.digits = function (value, decimals) {
    var parts = Math.abs(value).toFixed(decimals).split(".");
    parts[0] = parts[0].replace(/\B(?=(\d{3})+$)/g, ",");
    return (value < 0 && +parts.join("").replace(/,/g, "") ? "−" : "") + parts.join(".");
  };
  maps.say = function (text, facts) {
    return text.replace(/\{(\w+)\}/g, function (whole, name) {
      return name in facts ? facts[name] : whole;
    });
  };
  maps.node = function (tag, className, content, attributes) {
    var made = document.createElement(tag);
    if (className) made.className = className;
    [].concat(content === undefined ? [] : content).forEach(function (part) {
      made.append(part);
    });
    Object.keys(attributes || {}).forEach(function (name) {
      made.setAttribute(name, attributes[name]);
    });
    return made;
  };
  maps.link = function (text, href, query) {
    return OURS.test(href) ? maps.node("a", "", text, { href: href + query }) : maps.node("span", "", text);
  };
  maps.levelMark = function (setup, level) {
    var svg = document.createElementNS(SVG, "svg"),
      path = document.createElementNS(SVG, "path");
    svg.setAttribute("class", "level-shape");
    svg.setAttribute("viewBox", "-1.3 -1.3 2.6 2.6");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", setup.shapes[level]);
    svg.appendChild(path);
    return maps.node("span", "level level-" + setup.levels[level], [svg, setup.words["level_" + level]]);
  };
  // What is measured at a place or in a grid, with the marks that a number carries.
  maps.value = function (setup, about) {
    var place = about.kind === "place";
    var marks = { "data-number": place ? "point" : "grid" };
    Object.keys(about.marks).forEach(function (name) {
      if (/^data-/.test(name)) marks[name] = about.marks[name];
    });
    marks["data-region"] = place ? about.region : about.town;
    marks["data-status"] = place ? setup.levels[about.level] : "unknown";
    return maps.node("span", "", about.text, marks);
  };
  maps.gridName = function (setup, about) {
    return about.code + " · " + (setup.names[about.town] || about.town);
  };
})();
