// Follows what happens: hears that something is new, asks for the parts that changed, puts them in their places,
// and says how old what is shown is. The last picture stays while the server is away.
(function () {
  "use strict";
  var SUBJECTS = ["snapshot", "signs", "alerts", "tasks", "liveness"];
  var root = document.documentElement,
    build = root.dataset.build;
  if (!build || root.dataset.past) return;
  var SILENT = 1000 * root.dataset.silent; // without a word for so long the link is lost
  var POLL = 5000; // between two questions where streams are not to be had
  var version = root.dataset.version,
    wanted = null,
    asking = false,
    askedAt = 0,
    heardAt = Date.now();
  var ahead = 1000 * root.dataset.now - Date.now(); // the cockpit's clock against this one's
  var stream = null,
    poll = null,
    drawn = {},
    turned = false; // turned: another address was asked for while asking

  function now() {
    return Date.now() + ahead;
  }
  function link(state) {
    if (root.dataset.link === state) return;
    root.dataset.link = state;
    alive();
    document.dispatchEvent(new CustomEvent("cockpit-link", { detail: state }));
  }
  // Whether what is shown is of now: as the badge says, unless nothing is heard of the server that drew it.
  function alive() {
    var badge = document.querySelector(".alive[data-liveness]"),
      lost = root.dataset.link === "lost";
    if (!lost && !badge) return;
    var state = lost ? "dead" : badge.dataset.liveness;
    if (root.dataset.alive !== state) root.dataset.alive = state;
    if (!lost) return;
    document.querySelectorAll("[data-heard]").forEach(function (place) {
      var text = clock(heardAt + ahead).slice(5);
      if (place.textContent !== text) place.textContent = text;
    });
  }
  function clock(at) {
    return new Date(at + 8 * 3600000).toISOString().slice(0, 19).replace("T", " ");
  }
  function heard() {
    heardAt = Date.now();
    link(stream ? "live" : "poll");
  }
  function news(text) {
    var said = text.split(" ");
    heard();
    if (said[0] !== build) {
      location.reload();
      return;
    } // a new version of the cockpit was put up
    if (said[1] !== version) {
      wanted = said[1];
      ask();
    }
  }
  function matters(next) {
    var old = version.split("."),
      fresh = next.split(".");
    return [].some.call(document.querySelectorAll("[data-live]"), function (part) {
      return part.dataset.live.split(" ").some(function (subject) {
        var at = SUBJECTS.indexOf(subject);
        return old[at] !== fresh[at];
      });
    });
  }
  function ask() {
    if (!wanted || asking || document.hidden || root.dataset.ready !== "true") return;
    if (!matters(wanted)) {
      version = wanted;
      wanted = null;
      return;
    }
    var wait = askedAt + window.cockpit.live.pause - Date.now();
    if (wait > 0) {
      setTimeout(ask, wait);
      return;
    }
    asking = true;
    askedAt = Date.now();
    wanted = null;
    var address = root.dataset.address || location.pathname + location.search;
    window.dash_clientside.set_props("live", { data: { address: address, version: version, asked: askedAt } });
    setTimeout(function () {
      asking = false;
      ask();
    }, 10000); // an answer that got lost is asked for again
  }
  function begun(place) {
    return [].some.call(
      place.querySelectorAll("textarea, input:not([type=hidden]), form select option"),
      function (one) {
        return one.tagName === "OPTION"
          ? one.selected !== one.defaultSelected && one.parentNode.options[0] !== one
          : one.value !== one.defaultValue;
      },
    );
  }
  function all() {
    version = "-";
    wanted = root.dataset.version;
    if (!asking) turned = false;
  }
  function put(id, html) {
    var place = document.getElementById(id);
    if (!place || drawn[id] === html) return;
    var held = place.contains(document.activeElement) ? document.activeElement : null;
    if (held && held.matches("input, textarea, select")) return; // somebody is writing here
    if (begun(place)) return; // or has begun to, and is looking elsewhere
    var again =
      held &&
      (held.id
        ? "#" + CSS.escape(held.id)
        : held.getAttribute("href") && '[href="' + CSS.escape(held.getAttribute("href")) + '"]');
    place.innerHTML = html;
    drawn[id] = html;
    if (again) {
      var found = place.querySelector(again);
      if (found) found.focus({ preventScroll: true });
    }
    document.dispatchEvent(new CustomEvent("cockpit-part", { detail: id }));
  }
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit = {
    apply: function (fresh) {
      if (!fresh) return window.dash_clientside.no_update;
      ahead = 1000 * fresh.now - Date.now();
      Object.keys(fresh.parts).forEach(function (id) {
        put(id, fresh.parts[id]);
      });
      version = fresh.version;
      root.dataset.version = version;
      asking = false;
      if (turned) all(); // another address was asked for meanwhile
      alive();
      ages();
      ask();
      return window.dash_clientside.no_update;
    },
  };

  var narrow = window.matchMedia("(max-width: 700px)"); // where the day finds no room
  var words = (root.dataset.ages || "").split("|");
  function ago(seconds) {
    var steps = [
      [5, 0, 1],
      [60, 1, 1],
      [3600, 2, 60],
      [86400, 3, 3600],
      [Infinity, 4, 86400],
    ];
    var step = steps.find(function (s) {
      return seconds < s[0];
    });
    return words[step[1]].replace("{n}", Math.floor(seconds / step[2]));
  }
  function ages() {
    document.querySelectorAll("[data-age]").forEach(function (place) {
      var text =
        (place.dataset.label ? place.dataset.label + " " : "") + ago(Math.max(0, now() / 1000 - place.dataset.age));
      if (place.textContent !== text) place.textContent = text;
    });
    document.querySelectorAll("[data-clock]").forEach(function (place) {
      var text = clock(now()).slice(narrow.matches && place.className === "clock" ? 11 : 0);
      if (place.textContent !== text) place.textContent = text;
    });
  }

  function listen() {
    if (stream || document.hidden) return;
    stream = new EventSource("/api/stream");
    stream.onmessage = function (event) {
      unpoll();
      news(event.data);
    };
    stream.addEventListener("beat", function () {
      unpoll();
      heard();
    });
    stream.onerror = function () {
      // a refused stream is closed for good; a broken one tries again by itself
      if (stream && stream.readyState === EventSource.CLOSED) {
        stream = null;
        setTimeout(listen, 30000);
      }
      repoll();
    };
  }
  function deaf() {
    if (stream) {
      stream.close();
      stream = null;
    }
    unpoll();
  }
  function unpoll() {
    clearInterval(poll);
    poll = null;
  }
  function repoll() {
    if (poll) return;
    poll = setInterval(function () {
      fetch("/api/version", { cache: "no-cache", headers: { "X-Background": "1" } })
        .then(function (answer) {
          if (answer.status === 401) {
            location.reload();
            return "";
          }
          return answer.ok ? answer.text() : "";
        })
        .then(function (text) {
          if (text) news(text);
        })
        .catch(function () {
          link("lost");
        }); // nobody answers
    }, POLL);
  }
  document.addEventListener("visibilitychange", function () {
    if (document.hidden) {
      deaf();
      link("paused");
    } else {
      heardAt = Date.now();
      listen();
      ask();
    }
  });
  document.addEventListener("cockpit-ready", function () {
    listen();
    ask();
  });
  if (root.dataset.ready === "true") listen();
  setInterval(function () {
    if (!document.hidden && Date.now() - heardAt > SILENT) {
      link("lost");
      repoll();
    }
    ages();
  }, 1000);
  window.cockpit = window.cockpit || {};
  // pause: between two questions for parts, however fast things change
  window.cockpit.live = {
    now: now,
    pause: 1500,
    ask: function (address) {
      root.dataset.address = address;
      turned = asking;
      all();
      ask();
    },
  };
})();
