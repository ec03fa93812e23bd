'use strict';
(function () {
  var form = document.querySelector('form');
  if (!form) return;
  var search = document.getElementById('q'), api = document.getElementById('a'), count = document.getElementById('n');
  var rows = Array.from(document.querySelectorAll('tr[data-api]'), function (row) {
    var link = row.querySelector('a'), article = link && document.getElementById(link.hash.slice(1));
    return {
      nodes: article ? [row, article] : [row], api: row.dataset.api, errors: Number(row.dataset.count),
      text: (row.textContent + ' ' + (article ? article.textContent : '')).toLowerCase()
    };
  });
  function filter() {
    var words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0, errors = 0;
    rows.forEach(function (row) {
      var is = (!api.value || row.api === api.value) && words.every(function (word) { return row.text.indexOf(word) >= 0; });
      row.nodes.forEach(function (node) { node.hidden = !is; });
      if (is) { shown += 1; errors += row.errors; }
    });
    count.textContent = shown + ' of ' + rows.length + (rows.length === 1 ? ' row, ' : ' rows, ') +
      errors.toLocaleString('en') + (errors === 1 ? ' error' : ' errors');
  }
  search.addEventListener('input', filter);
  api.addEventListener('change', filter);
  form.addEventListener('submit', function (event) { event.preventDefault(); filter(); });
  document.addEventListener('keydown', function (event) {
    if (event.key === '/' && document.activeElement !== search) { event.preventDefault(); search.focus(); }
  });
  form.hidden = false;
  filter();
})();
