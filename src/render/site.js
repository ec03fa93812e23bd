
'use strict';
(function () {
  var form = document.querySelector('form');
  var search = document.getElementById('q'), api = document.getElementById('a'), retry = document.getElementById('r');
  var count = document.getElementById('n');
  var sections = Array.from(document.querySelectorAll('section'), function (section) {
    return {
      node: section,
      entries: Array.from(section.querySelectorAll('details'), function (entry) {
        return { node: entry, text: (entry.id + ' ' + entry.textContent).toLowerCase(), verdict: entry.querySelector('i').textContent.split(' · ').pop() };
      })
    };
  });
  function filter() {
    var words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    sections.forEach(function (section) {
      var own = 0;
      section.entries.forEach(function (entry) {
        var is = (!api.value || section.node.id === api.value) && (!retry.value || entry.verdict === retry.value) &&
          words.every(function (word) { return entry.text.indexOf(word) >= 0; });
        entry.node.hidden = !is;
        if (is) own += 1;
      });
      section.node.hidden = !own;
      shown += own;
    });
    count.textContent = shown + (shown === 1 ? ' error' : ' errors');
  }
  function open() {
    var name = decodeURIComponent(location.hash.slice(1));
    var entry = name && document.getElementById(name);
    if (!entry) return;
    entry.hidden = false;
    if (entry.closest('section')) entry.closest('section').hidden = false;
    if (entry.tagName === 'DETAILS') entry.open = true;
    entry.scrollIntoView();
  }
  var timer;
  search.addEventListener('input', function () { clearTimeout(timer); timer = setTimeout(filter, 120); });
  api.addEventListener('change', filter);
  retry.addEventListener('change', filter);
  form.addEventListener('submit', function (event) { event.preventDefault(); filter(); });
  document.addEventListener('toggle', function (event) {
    if (event.target.open) history.replaceState(null, '', '#' + encodeURIComponent(event.target.id).replace(/%3A/g, ':'));
  }, true);
  document.addEventListener('keydown', function (event) {
    if (event.key === '/' && document.activeElement !== search) { event.preventDefault(); search.focus(); }
  });
  window.addEventListener('hashchange', open);
  form.hidden = false;
  filter();
  open();
})();
