'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const runs = data.runs.map(run => run.label);
  const tables = Object.fromEntries(Object.entries(data.tables).map(([name, table]) => [name, decode(table)]));

  /** Rows as objects; texts are numbers of words, and what is not finite is text. */
  function decode(table) {
    const columns = table.columns;
    return {
      columns,
      rows: table.rows.map(cells => Object.fromEntries(columns.map((column, i) => [
        column.name,
        cells[i] === null ? null
          : column.text ? data.words[cells[i]]
          : typeof cells[i] === 'string' ? Number(cells[i]) : cells[i]])))
    };
  }

  // Okabe and Ito's colours, which all eyes tell apart; the first is that of text.
  const COLOURS = ['', '#e69f00', '#0072b2', '#d55e00', '#56b4e9', '#009e73', '#cc79a7', '#f0e442'];
  const SHAPES = ['rect', 'rectRot', 'circle', 'triangle'];
  const KINDS = data.kinds.map(({name, contenders}, i) => ({name, contenders: new Set(contenders), shape: SHAPES[i]}));
  const UNBEATEN = 'beaten by none in both';
  const FARTHEST = data.farthest;
  const DEEPEST = data.deepest;
  /** Rows that a table shows at most; more would take long to lay out. */
  const SHOWN = 200;

  const dark = matchMedia('(prefers-color-scheme: dark)');
  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const colour = i => i % COLOURS.length === 0 ? css('--ink') : dark.matches && i % COLOURS.length === 2
    ? '#3d9fe0' : COLOURS[i % COLOURS.length];
  const number = value => value === null ? '' : Math.abs(value) >= 1e5 || Math.abs(value) < 1e-3 && value !== 0
    ? value.toExponential(2) : String(Number(value.toPrecision(3)));
  const ratio = value => value >= 1 || value === 0 ? `${number(value)}x` : `1/${number(1 / value)}x`;
  // One collator for all rows: to make it takes longer than to compare.
  const order = new Intl.Collator('en', {numeric: true});
  const unique = values => [...new Set(values)];

  function element(parent, name, attributes = {}, text = '') {
    const made = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    made.textContent = text;
    parent.append(made);
    return made;
  }

  // ---- charts

  const charts = [];

  // Fingers are thicker than marks.
  Chart.defaults.elements.point.hitRadius = 8;

  /** Vertical bars from `low` to `high` of each point. */
  const intervals = {
    id: 'intervals',
    beforeDatasetsDraw(chart) {
      const context = chart.ctx;
      chart.getSortedVisibleDatasetMetas().forEach(meta => {
        const dataset = chart.data.datasets[meta.index];
        context.save();
        context.strokeStyle = dataset.borderColor;
        context.lineWidth = 1;
        context.beginPath();
        dataset.data.forEach(point => {
          if (point.low) {
            const x = chart.scales.x.getPixelForValue(point.x);
            context.moveTo(x, chart.scales.y.getPixelForValue(point.low));
            context.lineTo(x, chart.scales.y.getPixelForValue(point.high));
          }
        });
        context.stroke();
        context.restore();
      });
    }
  };

  /** Names beside the points that have a `name`, where they cover nothing. */
  const names = {
    id: 'names',
    afterDatasetsDraw(chart) {
      const context = chart.ctx;
      context.save();
      context.font = '12px system-ui, sans-serif';
      context.fillStyle = css('--ink');
      context.textBaseline = 'middle';
      const area = chart.chartArea;
      const visible = chart.getSortedVisibleDatasetMetas()
        .filter(meta => !chart.data.datasets[meta.index].line);
      const taken = visible.flatMap(meta => meta.data.map(point => [point.x - 5, point.y - 5, 10, 10]));
      visible.forEach(meta => chart.data.datasets[meta.index].data.forEach((point, i) => {
        if (!point.name) {
          return;
        }
        const {x, y} = meta.data[i];
        const width = context.measureText(point.name).width;
        const place = [[x + 8, y], [x - 8 - width, y], [x - width / 2, y - 14], [x - width / 2, y + 14]]
          .find(([left, middle]) => left > area.left && left + width < area.right && middle > area.top + 6
            && middle < area.bottom - 6 && !taken.some(([l, t, w, h]) =>
              left < l + w && l < left + width && middle - 7 < t + h && t < middle + 7));
        if (place) {
          taken.push([place[0], place[1] - 7, width, 14]);
          context.fillText(point.name, ...place);
        }
      }));
      context.restore();
    }
  };

  /** Dashed vertical lines at the chart's `marks`. */
  const marks = {
    id: 'marks',
    beforeDatasetsDraw(chart) {
      const context = chart.ctx;
      const area = chart.chartArea;
      context.save();
      context.strokeStyle = context.fillStyle = css('--soft');
      context.setLineDash([5, 5]);
      (chart.options.marks || []).forEach(({value, text}) => {
        const x = chart.scales.x.getPixelForValue(value);
        if (x > area.left && x < area.right) {
          context.beginPath();
          context.moveTo(x, area.top);
          context.lineTo(x, area.bottom);
          context.stroke();
          context.fillText(text, x + 4, area.bottom - 8);
        }
      });
      context.restore();
    }
  };

  /** A logarithmic axis with a tick at each of some powers. */
  function logarithmic(title, base, label) {
    const log = value => Math.log(value) / Math.log(base);
    return {
      type: 'logarithmic',
      title: {display: true, text: title},
      // Whole powers at both ends, beyond all intervals.
      afterDataLimits(axis) {
        const ends = axis.axis === 'x' ? [] : axis.chart.data.datasets
          .flatMap(set => set.data.filter(point => point.low).flatMap(point => [point.low, point.high]));
        axis.min = base ** Math.floor(log(0.97 * ends.reduce((a, b) => Math.min(a, b), axis.min)));
        axis.max = base ** Math.ceil(log(1.03 * ends.reduce((a, b) => Math.max(a, b), axis.max)));
      },
      afterBuildTicks(axis) {
        const first = Math.ceil(log(axis.min) - 1e-9);
        const last = Math.floor(log(axis.max) + 1e-9);
        const step = Math.max(1, Math.ceil((last - first) / 12));
        axis.ticks = [];
        for (let power = first; power <= last; power += step) {
          axis.ticks.push({value: base ** power});
        }
      },
      ticks: {callback: label, autoSkip: false, maxRotation: 0}
    };
  }

  /**
   * A chart, with a legend of buttons that hide what they name. Each dataset has `keys`, one of each of the `groups`.
   * `make` gives datasets anew, for colours depend on the scheme.
   */
  function chart(parent, label, make, groups, scales, tooltip, options = {}) {
    const hidden = new Set();
    const legend = element(parent, 'div', {class: 'controls', role: 'group', 'aria-label': 'Legend'});
    const box = element(parent, 'div', {class: 'chart'});
    const canvas = element(box, 'canvas', {role: 'img', tabindex: 0, 'aria-label': label});
    let shown;

    function draw() {
      shown?.destroy();
      Chart.defaults.color = css('--ink');
      Chart.defaults.borderColor = css('--line');
      const datasets = make();
      datasets.forEach(dataset => dataset.hidden = dataset.keys.some(key => hidden.has(key)));
      shown = new Chart(canvas, {
        type: 'scatter',
        data: {datasets},
        options: {
          animation: false,
          maintainAspectRatio: false,
          layout: {padding: {right: 12}},
          interaction: {mode: 'nearest', intersect: true},
          marks: options.marks,
          scales,
          plugins: {
            legend: {display: false},
            tooltip: {filter: item => !item.dataset.line, callbacks: {
              title: items => items[0]?.raw.title, label: item => tooltip(item.raw)}}
          }
        },
        plugins: [marks, intervals, names]
      });
      legend.replaceChildren();
      groups(datasets).forEach(({key, swatch}) => {
        const button = element(legend, 'button',
          {type: 'button', class: 'key', 'aria-pressed': String(!hidden.has(key))});
        button.append(swatch, key);
        button.addEventListener('click', () => {
          hidden.has(key) ? hidden.delete(key) : hidden.add(key);
          button.setAttribute('aria-pressed', String(!hidden.has(key)));
          leave();
          shown.data.datasets.forEach((dataset, i) =>
            shown.setDatasetVisibility(i, !dataset.keys.some(each => hidden.has(each))));
          shown.update();
        });
      });
    }

    // Arrow keys go from point to point, as a mouse does.
    let at = null;
    const leave = () => {
      at = null;
      shown.setActiveElements([]);
      shown.tooltip.setActiveElements([], {x: 0, y: 0});
      shown.update();
    };
    canvas.addEventListener('blur', leave);
    canvas.addEventListener('keydown', event => {
      const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
      if (event.key === 'Escape') {
        leave();
      }
      if (!step) {
        return;
      }
      event.preventDefault();
      const points = shown.getSortedVisibleDatasetMetas()
        .filter(meta => !shown.data.datasets[meta.index].line)
        .flatMap(meta => meta.data.map((point, index) => ({datasetIndex: meta.index, index, x: point.x, y: point.y})))
        .sort((a, b) => a.x - b.x);
      if (points.length === 0) {
        return;
      }
      at = at === null ? (step > 0 ? 0 : points.length - 1) : (at + step + points.length) % points.length;
      shown.setActiveElements([points[at]]);
      shown.tooltip.setActiveElements([points[at]], points[at]);
      shown.update();
    });
    draw();
    charts.push(draw);
    return draw;
  }

  /** A mark as legends have it. */
  function swatch(shape, fill) {
    const paths = {
      rect: 'M3 3H13V13H3Z', rectRot: 'M8 1L15 8L8 15L1 8Z', circle: 'M8 2A6 6 0 1 1 7.99 2Z',
      triangle: 'M8 2L15 14H1Z', line: 'M0 6H16V10H0Z'};
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('width', 16);
    svg.setAttribute('height', 16);
    svg.setAttribute('aria-hidden', 'true');
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', paths[shape]);
    path.setAttribute('fill', fill);
    svg.append(path);
    return svg;
  }

  /** Buttons for the runs that a chart shows, if several were given. */
  const runKeys = (datasets, mark) => runs.length < 2 ? []
    : runs.flatMap((run, i) => datasets.some(set => set.keys.includes(run)) ? [{key: run, swatch: mark(i)}] : []);

  // ---- rows

  const csvCell = (value, text) => {
    if (value === null) {
      return '';
    }
    // No formula, and no number with three decimals, which some spreadsheets take for thousands.
    const safe = text ? String(value).replace(/^(?=[=+\-@\t\r])/, "'") : String(value).replace(/^(-?\d+\.\d{3})(?=e|$)/, '$10');
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };

  /** The rows behind a picture: sorted by any column, filtered by text, and saved as CSV. */
  function rowsOf(parent, table, file) {
    const details = element(parent, 'details');
    element(details, 'summary', {}, `Rows behind this picture (${table.rows.length})`);
    const build = () => {
      const columns = table.columns.filter(column => column.name !== 'run' || runs.length > 1);
      const controls = element(details, 'div', {class: 'controls'});
      const label = element(controls, 'label', {}, 'Filter ');
      const filter = element(label, 'input', {type: 'search', placeholder: 'table4 codes'});
      const save = element(controls, 'button', {type: 'button'}, 'Download CSV');
      const count = element(controls, 'span', {class: 'soft', 'aria-live': 'polite'});
      const scroll = element(details, 'div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Rows'});
      const grid = element(scroll, 'table', {class: 'rows'});
      const head = element(element(grid, 'thead'), 'tr');
      const body = element(grid, 'tbody');
      let by = null;
      let direction = 1;
      let selected = table.rows;

      function show() {
        const terms = filter.value.toLowerCase().split(/\s+/).filter(term => term);
        selected = terms.length === 0 ? [...table.rows] : table.rows.filter(row => {
          const text = columns.map(column => row[column.name]).join(' ').toLowerCase();
          return terms.every(term => text.includes(term));
        });
        if (by) {
          // What is empty comes last, whatever the order.
          const key = by.name;
          selected.sort((a, b) => a[key] === b[key] ? 0 : a[key] === null ? 1 : b[key] === null ? -1
            : direction * (by.text ? order.compare(a[key], b[key]) : a[key] - b[key]));
        }
        body.replaceChildren();
        selected.slice(0, SHOWN).forEach(row => {
          const line = element(body, 'tr');
          columns.forEach(column => {
            const value = row[column.name];
            element(line, 'td', column.text ? {class: 'text'} : {},
              value === null ? '' : typeof value === 'number' && !Number.isInteger(value) ? number(value) : String(value));
          });
        });
        count.textContent = selected.length > SHOWN
          ? `the first ${SHOWN} of ${selected.length} rows` : `${selected.length} rows`;
      }

      columns.forEach(column => {
        const cell = element(head, 'th', {scope: 'col', class: column.text ? 'text' : ''});
        element(cell, 'button', {type: 'button'}, column.name).addEventListener('click', () => {
          direction = by === column ? -direction : 1;
          by = column;
          head.querySelectorAll('th').forEach(other => other.removeAttribute('aria-sort'));
          cell.setAttribute('aria-sort', direction > 0 ? 'ascending' : 'descending');
          show();
        });
      });
      filter.addEventListener('input', show);
      save.addEventListener('click', () => {
        const lines = [table.columns.map(column => column.name)]
          .concat(selected.map(row => table.columns.map(column => csvCell(row[column.name], column.text))));
        const link = element(details, 'a', {
          download: file, href: URL.createObjectURL(new Blob([lines.map(line => line.join(',') + '\r\n').join('')],
            {type: 'text/csv'}))});
        link.click();
        URL.revokeObjectURL(link.href);
        link.remove();
      });
      show();
    };
    details.addEventListener('toggle', build, {once: true});
  }

  // ---- sections

  function answer(section) {
    data.runs.forEach(run => {
      element(section, 'h3', {}, run.label);
      run.caveats.forEach(caveat => element(section, 'p', {class: 'caveat'}, caveat));
      if (run.answer.length > 0) {
        const list = element(section, 'ul');
        run.answer.forEach(sentence => element(list, 'li', {}, sentence));
      } else {
        element(section, 'p', {}, 'This run has no speeds that belong to errors.');
      }
      element(section, 'p', {class: 'soft'}, `${run.name}, ${run.date.slice(0, 10)}`);
    });
  }

  function tradeoff(section) {
    const timed = tables.tradeoff.rows
      .filter(row => row.speedup !== null && (row.pareto || !row.contender.endsWith('-scalar')));
    unique(timed.map(row => row.operation)).forEach(operation => {
      const rows = timed.filter(row => row.operation === operation);
      const converts = operation === 'encode' || operation === 'decode';
      const unit = converts ? 'numbers/ns' : 'products/ns';
      const work = row => converts ? row.size : `${row.size}, from ${row.operands}`;
      const works = new Map();
      rows.forEach(row => works.set(work(row), (works.get(work(row)) || 0) + 1));
      const place = element(section, 'figure', {id: `tradeoff-${operation}`, style: 'margin: 0'});
      element(place, 'h3', {}, operation);
      const controls = element(place, 'div', {class: 'controls'});
      const select = element(element(controls, 'label', {}, 'Size '), 'select');
      [...works.keys()].forEach(each => element(select, 'option', {}, each));
      select.value = [...works].reduce((a, b) => b[1] > a[1] ? b : a)[0];

      const make = () => {
        const best = new Map();
        rows.filter(row => work(row) === select.value && !Number.isNaN(row.snr_db)).forEach(row => {
          const key = row.run + '\n' + row.contender;
          if (!best.has(key) || best.get(key).snr_db < row.snr_db) {
            best.set(key, row);
          }
        });
        const point = row => ({
          x: Math.min(row.snr_db, FARTHEST), y: row.speedup, low: row.speedup_low, high: row.speedup_high,
          name: row.pareto ? row.contender : '', title: row.contender, row});
        return runs.flatMap((run, r) => {
          const ofRun = [...best.values()].filter(row => row.run === run);
          const ink = kind => colour(runs.length > 1 ? r + 1 : kind);
          const sets = KINDS.map((kind, k) => ({
            label: kind.name, keys: [kind.name, run], data: ofRun.filter(row => kind.contenders.has(row.contender)).map(point),
            pointStyle: kind.shape, pointRadius: 6, pointHoverRadius: 8, clip: 10, backgroundColor: ink(k), borderColor: ink(k)}));
          sets.push({
            label: UNBEATEN, line: true, keys: [UNBEATEN, run], type: 'line', pointRadius: 0, pointHitRadius: 0,
            borderWidth: 1.5, borderDash: [4, 3], borderColor: runs.length > 1 ? ink(0) : css('--soft'),
            data: ofRun.filter(row => row.pareto).sort((a, b) => a.snr_db - b.snr_db).map(row => ({
              x: Math.min(row.snr_db, FARTHEST), y: row.speedup}))});
          return sets.filter(set => set.data.length > 0);
        });
      };
      const draw = chart(
        place, `${operation}: speed-up against signal-to-noise ratio`, make,
        datasets => unique(datasets.map(set => set.keys[0])).map(key => {
          const k = KINDS.findIndex(kind => kind.name === key);
          return {key, swatch: k < 0 ? swatch('line', css('--soft'))
            : swatch(KINDS[k].shape, runs.length > 1 ? css('--soft') : colour(k))};
        }).concat(runKeys(datasets, r => swatch('line', colour(r + 1)))),
        {
          x: {title: {display: true, text: 'signal-to-noise ratio, dB'}, max: FARTHEST, suggestedMin: 0},
          y: logarithmic('times as fast as float32', 2, ratio)
        },
        ({row}) => [
          `${ratio(row.speedup)}` + (row.speedup_low === null ? '' : `, 95 % interval ${ratio(row.speedup_low)} to ${ratio(row.speedup_high)}`),
          `${row.verdict}; ${number(row.elements_per_ns)} ${unit}`,
          `${number(row.snr_db)} dB, format ${row.format}`].concat(runs.length > 1 ? [row.run] : []));
      select.addEventListener('change', draw);
    });
    element(section, 'p', {class: 'soft'}, 'Not drawn: plain loops (-scalar) that others beat, and what has no speed-up, since it or its baseline was unsteady.');
    rowsOf(section, tables.tradeoff, 'tradeoff.csv');
  }

  function breakEven(section) {
    const fill = speedup => {
      const depth = Math.min(1, Math.abs(Math.log(speedup)) / Math.log(DEEPEST));
      return `rgba(${speedup > 1 ? '0, 114, 178' : '230, 130, 0'}, ${(0.75 * depth).toFixed(2)})`;
    };
    const stops = Array.from({length: 21}, (_, i) => fill(DEEPEST ** (i / 10 - 1)));
    element(section, 'div', {class: 'bar', 'aria-hidden': 'true', style: `background: linear-gradient(to right, ${stops.join()})`});
    const ends = element(section, 'div', {class: 'ends', 'aria-hidden': 'true'});
    [`1/${DEEPEST}x`, '1x', `${DEEPEST}x`].forEach(text => element(ends, 'small', {}, text));
    runs.forEach(run => unique(tables.breakEven.rows.map(row => row.operation)).forEach(operation => {
      const rows = tables.breakEven.rows.filter(row => row.run === run && row.operation === operation);
      if (rows.length === 0) {
        return;
      }
      element(section, 'h3', {}, runs.length > 1 ? `${operation}; ${run}` : operation);
      const grid = element(element(section, 'div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': operation}),
        'table', {class: 'map'});
      const elements = size => size.split('x').reduce((product, part) => product * part, 1);
      const sizes = unique(rows.map(row => row.size)).sort((a, b) => elements(a) - elements(b));
      const head = element(element(grid, 'thead'), 'tr');
      element(head, 'th', {scope: 'col'}, 'bits');
      sizes.forEach(size => element(head, 'th', {scope: 'col'}, size));
      const body = element(grid, 'tbody');
      unique(rows.map(row => row.index_bits)).forEach(bits => {
        const line = element(body, 'tr');
        element(line, 'th', {scope: 'row'}, bits);
        sizes.forEach(size => {
          const row = rows.find(each => each.index_bits === bits && each.size === size);
          if (!row || row.speedup === null) {
            element(line, 'td', {}, row ? (row.verdict === 'unsteady' ? 'unsteady' : 'no baseline') : '');
            return;
          }
          const cell = element(line, 'td', {style: `background: ${fill(row.speedup)}`,
            title: row.speedup_low === null ? row.verdict
              : `${row.verdict}; 95 % interval ${ratio(row.speedup_low)} to ${ratio(row.speedup_high)}`});
          element(cell, row.lookup_wins ? 'b' : 'span', {}, ratio(row.speedup) + (row.verdict === 'undecided' ? ' ?' : ''));
        });
      });
    }));
    rowsOf(section, tables.breakEven, 'break-even.csv');
  }

  const bytes = value => {
    const unit = Math.min(4, Math.floor(Math.log2(value) / 10));
    return `${number(value / 1024 ** unit)} ${['B', 'KiB', 'MiB', 'GiB', 'TiB'][unit]}`;
  };

  function cliff(section) {
    const widths = [2, 3, 4, 8, 16, 32];
    const shades = {2: 1, 3: 5, 4: 2, 8: 3, 16: 4, 32: 0};
    const dashes = [[], [6, 4], [2, 3], [10, 3, 2, 3]];
    // The fifth run has the first one's dashes and another mark.
    const shape = r => SHAPES[(r + Math.floor(r / dashes.length)) % SHAPES.length];
    const drawn = new Set(tables.cliff.rows.map(row => row.run));
    const caches = data.runs.filter(run => drawn.has(run.label))
      .flatMap(run => Object.entries(run.caches).map(([level, value]) => ({value, text: `${level} ${bytes(value)}`})));
    const make = () => runs.flatMap((run, r) => widths.map(bits => ({
      label: `${bits} bits`, keys: [`${bits} bits`, run], type: 'line', borderDash: dashes[r % dashes.length],
      borderColor: colour(shades[bits]), backgroundColor: colour(shades[bits]), pointRadius: 4, pointHoverRadius: 7,
      pointStyle: shape(r),
      data: tables.cliff.rows.filter(row => row.run === run && row.weight_bits === bits).map(row => ({
        x: row.weight_bytes, y: row.elements_per_ns, low: row.elements_per_ns_low, high: row.elements_per_ns_high,
        title: row.contender, row}))})).filter(set => set.data.length > 0));
    chart(section, 'Products a nanosecond against bytes of weights', make,
      datasets => unique(datasets.map(set => set.keys[0])).map(key => ({key, swatch: swatch('line', colour(shades[parseInt(key)]))}))
        .concat(runKeys(datasets, r => swatch(shape(r), css('--soft')))),
      {x: logarithmic('bytes of weights', 2, bytes), y: logarithmic('products a nanosecond', 2, number)},
      ({row}) => [
        `${number(row.elements_per_ns)} products/ns` + (row.elements_per_ns_low === null ? ''
          : `, 95 % interval ${number(row.elements_per_ns_low)} to ${number(row.elements_per_ns_high)}`),
        `${row.size}: ${bytes(row.weight_bytes)} of weights`].concat(runs.length > 1 ? [row.run] : []),
      {marks: unique(caches.map(JSON.stringify)).map(JSON.parse)});
    rowsOf(section, tables.cliff, 'cache-cliff.csv');
  }

  function stepByStep(section) {
    const all = tables.stepByStep.rows;
    const name = row => row.index_bits === null ? row.contender : `${row.index_bits} bits, ${row.rounding}`;
    const preferred = ['float16', '8 bits, nearest', '8 bits, stochastic', '6 bits, feedback', '8 bits, feedback'];
    const drawn = unique(all.map(name)).filter(each => preferred.includes(each));
    const make = () => drawn.flatMap((each, i) => {
      const rows = all.filter(row => name(row) === each && row.median_abs_error > 0);
      const line = {keys: [each], type: 'line', pointRadius: 0, pointHitRadius: 0, borderColor: 'transparent', line: true};
      return [
        {...line, data: rows.map(row => ({x: row.step, y: row.p05_abs_error || row.median_abs_error})), fill: false},
        {...line, data: rows.map(row => ({x: row.step, y: row.p95_abs_error})), fill: '-1', backgroundColor: colour(i) + '2a'},
        {label: each, keys: [each], type: 'line', borderColor: colour(i), backgroundColor: colour(i), pointRadius: 2,
          pointHoverRadius: 6, data: rows.map(row => ({x: row.step, y: row.median_abs_error, title: each, row}))}];
    });
    chart(section, 'Absolute error against the number of products', make,
      () => drawn.map((key, i) => ({key, swatch: swatch('line', colour(i))})),
      {x: logarithmic('products so far', 10, number), y: logarithmic('absolute error', 10, number)},
      ({row}) => [`after ${row.step}: median ${number(row.median_abs_error)}`,
        `90 % of chains: ${number(row.p05_abs_error)} to ${number(row.p95_abs_error)}`]);
    rowsOf(section, tables.stepByStep, 'accumulated_error.csv');
  }

  /** A section, or a sentence on how to get what it would show. */
  function show(id, rows, without, draw) {
    const section = document.getElementById(id);
    if (rows.length > 0) {
      draw(section);
    } else {
      element(section, 'p', {class: 'soft'}, without);
    }
    const link = element(document.querySelector('nav'), 'a', {href: `#${id}`});
    link.textContent = section.querySelector('h2').textContent;
  }

  show('answer', runs, '', answer);
  show('tradeoff', tables.tradeoff.rows, 'No run has both speeds and errors; a tour has.', tradeoff);
  show('break-even', tables.breakEven.rows, 'No run timed tables of several sizes; the command break-even does.', breakEven);
  show('cliff', tables.cliff.rows, 'No run timed gemv; the command break-even does, at six sizes.', cliff);
  show('step-by-step', tables.stepByStep.rows, 'No run measured errors step by step; a tour and the command accuracy do.', stepByStep);
  element(document.querySelector('footer'), 'p', {class: 'soft'},
    'Numbers are rounded; the CSV files of the runs have all digits. Made by Timestables; charts by Chart.js.');
  dark.addEventListener('change', () => charts.forEach(draw => draw()));
})();
