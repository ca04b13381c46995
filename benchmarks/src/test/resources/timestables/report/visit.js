// What a visitor does with a report; what they find is left in an element of the page.
(async () => {
  const wait = () => new Promise(done => setTimeout(done, 200));
  const until = async condition => {
    for (let i = 0; i < 50 && !condition(); i++) {
      await wait();
    }
  };
  const found = {};
  const canvases = [...document.querySelectorAll('canvas')];
  const charts = canvases.map(canvas => Chart.getChart(canvas));
  const visible = chart => chart.getSortedVisibleDatasetMetas()
    .filter(meta => !chart.data.datasets[meta.index].line)
    .reduce((sum, meta) => sum + meta.data.length, 0);
  await wait();

  found.charts = canvases.map(canvas => canvas.getAttribute('aria-label'));
  found.points = charts.map(visible);
  found.mapCells = document.querySelectorAll('.map td').length;

  const point = charts[0].getDatasetMeta(0).data[0];
  const box = canvases[0].getBoundingClientRect();
  canvases[0].dispatchEvent(new MouseEvent('mousemove',
    {clientX: box.left + point.x, clientY: box.top + point.y, bubbles: true}));
  await until(() => charts[0].tooltip.title?.length > 0);
  found.hover = [...charts[0].tooltip.title, ...charts[0].tooltip.body.flatMap(body => body.lines)];

  canvases[0].dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', cancelable: true}));
  found.arrow = [...charts[0].tooltip.title];

  document.querySelector('#tradeoff .key').click();
  found.pointsWithoutTheFirstKind = visible(charts[0]);
  found.pressed = document.querySelector('#tradeoff .key').getAttribute('aria-pressed');

  const details = document.querySelector('#tradeoff > details');
  details.open = true;
  await until(() => details.querySelector('tbody'));
  const rows = () => [...details.querySelectorAll('tbody tr')];
  found.rows = rows().length;
  const filter = details.querySelector('input');
  filter.value = 'table LOG';
  filter.dispatchEvent(new Event('input'));
  found.filtered = rows().length;
  const header = [...details.querySelectorAll('th button')].find(button => button.textContent === 'snr_db');
  const column = [...details.querySelectorAll('th')].indexOf(header.parentElement);
  const cells = () => rows().map(row => row.children[column].textContent);
  header.click();
  found.ascending = cells();
  header.click();
  found.descending = cells();
  // What a blob holds comes from another process, for which a browser without a window does not wait.
  window.Blob = function (parts) { found.csv = parts.join(''); };
  URL.createObjectURL = () => 'blob:none';
  HTMLAnchorElement.prototype.click = function () { found.file = this.download; };
  [...details.querySelectorAll('button')].find(button => button.textContent === 'Download CSV').click();

  found.requests = performance.getEntriesByType('resource').map(entry => entry.name);
  found.errors = window.faults;
  const result = document.createElement('pre');
  result.id = 'found';
  result.textContent = Object.entries(found).map(([key, value]) => `${key}=${JSON.stringify(value)}`).join('\n');
  document.body.append(result);
})().catch(failure => document.body.append(`The visitor stumbled: ${failure.stack}`));
