// What links and numbers do once Dash is there: ask for the changed part instead of the whole page,
// and say where a number comes from. Without a script the links lead to the same pictures.
(function () {
  "use strict";
  function tell(store, data) {
    data.address = data.address || location.pathname + location.search;
    data.asked = Date.now();
    window.dash_clientside.set_props(store, { data: data });
  }
  function ready() {
    return document.documentElement.dataset.ready === "true";
  }
  function open(number) {
    if (!ready()) {
      waiting = number;
      return;
    } // start.js says when
    opener = number;
    var about = number.dataset;
    tell("asked", {
      indicator: about.indicator,
      sign: about.sign,
      device: about.device,
      region: about.region,
      period: about.period,
    });
  }
  function close() {
    window.dash_clientside.set_props("sheet", { children: [] });
    if (opener && opener.isConnected) opener.focus();
  }
  // The links to the other language and theme lead to what is shown now, not to what was shown at first.
  function show(address) {
    var now = new URL(address, location.href);
    document.querySelectorAll("a.switch").forEach(function (link) {
      var turned = new URL(link.href),
        next = new URL(now);
      ["lang", "theme"].forEach(function (name) {
        if (turned.searchParams.has(name)) next.searchParams.set(name, turned.searchParams.get(name));
        else next.searchParams.delete(name);
      });
      link.setAttribute("href", next.pathname + next.search);
    });
    shown = now.pathname + now.search;
  }
  // A link with data-sheet names the element of its page that can be shown in the sheet instead of going there.
  function bring(event, link) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button || !ready()) return;
    event.preventDefault();
    if (asking) return;
    asking = true;
    fetch(link.href, { headers: { Accept: "text/html" } })
      .then(function (answer) {
        if (!answer.ok) throw new Error(answer.status);
        return answer.text();
      })
      .then(function (text) {
        var page = new DOMParser().parseFromString(text, "text/html"),
          found = page.getElementById(link.dataset.sheet);
        if (!found) throw new Error("nothing to show");
        var back = found.querySelector("input[name=back]"),
          head = page.querySelector("h1");
        if (back) back.setAttribute("value", location.pathname + location.search);
        var close =
          '<button class="close" type="button" aria-label="' +
          document.getElementById("page").dataset.close +
          '">×</button>';
        var title = '<h2 class="sheet-title"></h2>';
        var markup = document.createElement("div");
        markup.innerHTML = close + title;
        markup.lastChild.textContent = head ? head.textContent : "";
        opener = link;
        window.dash_clientside.set_props("sheet", {
          children: { namespace: "cockpit", type: "RawHtml", props: { html: markup.innerHTML + found.outerHTML } },
        });
      })
      .catch(function () {
        location.href = link.href;
      })
      .finally(function () {
        asking = false;
      });
  }
  var asking = false,
    opener = null,
    waiting = null,
    shown = location.pathname + location.search;
  function swap(store, href) {
    history.pushState({ swapped: true }, "", href);
    show(href);
    tell(store, { address: href });
    if (window.cockpit && window.cockpit.live) window.cockpit.live.ask(href); // the live parts are of that place, too
  }
  document.addEventListener("click", function (event) {
    var element = event.target.closest("a[data-swap], a[data-sheet], .num, .close");
    if (!element) return;
    if (element.matches("a[data-sheet]")) {
      bring(event, element);
      return;
    }
    if (element.matches(".close")) {
      close();
      return;
    }
    if (element.matches(".num")) {
      if (!event.target.closest("a")) {
        event.preventDefault();
        open(element);
      }
      return;
    }
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button || !ready()) return;
    event.preventDefault();
    swap(element.dataset.swap, element.getAttribute("href"));
  });
  document.addEventListener("change", function (event) {
    var list = event.target.closest("select[data-swap]");
    if (!list || !list.value) return;
    var href = list.dataset.href.replace("-chosen-", encodeURIComponent(list.value));
    if (!ready()) {
      location.href = href;
      return;
    }
    swap(list.dataset.swap, href);
  });
  document.addEventListener("keydown", function (event) {
    var sheet = document.getElementById("sheet");
    if (event.key === "Escape" && sheet && sheet.firstChild) {
      close();
      return;
    }
    if ((event.key === "Enter" || event.key === " ") && event.target.matches && event.target.matches(".num")) {
      event.preventDefault();
      open(event.target);
    }
  });
  document.addEventListener("cockpit-ready", function () {
    if (waiting) open(waiting);
  });
  window.addEventListener("popstate", function () {
    if (location.pathname + location.search !== shown) location.reload(); // else only a place on the page changed
  });
  new MutationObserver(function () {
    var button = document.querySelector("#page #sheet .close");
    if (button && !button.dataset.met) {
      button.dataset.met = "1";
      button.focus();
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
