// The browser's half of the component RawHtml: adopt what the server drew, or draw what a callback says.
window.cockpit = window.cockpit || {};
window.cockpit.RawHtml = function RawHtml(props) {
  "use strict";
  var React = window.React;
  var box = React.useRef(null);
  var shown = React.useRef(undefined);
  React.useLayoutEffect(
    function () {
      var drawn = box.current.firstChild
        ? null
        : props.piece
          ? document.querySelector('#server [data-piece="' + props.piece + '"]')
          : document.querySelector("#server #" + CSS.escape(props.id || "-"));
      if (drawn) {
        while (drawn.firstChild) box.current.appendChild(drawn.firstChild);
      } else if (props.html !== undefined && shown.current !== props.html) {
        box.current.innerHTML = props.html;
      }
      shown.current = props.html;
    },
    [props.html, props.piece],
  );
  return React.createElement("div", { className: "piece", ref: box, id: props.id });
};
