import { messages } from '../app/preferences.ts';
import type { Cell, Table } from '../data/table.ts';

/** More rows than this slow a page down and help nobody; the CSV has them all. */
const MOST_ROWS = 500;

const written = (cell: Cell) =>
  typeof cell === 'number' ? Number(cell.toPrecision(6)) : (cell ?? '–');

export function DataTable({ table, caption }: { table: Table; caption: string }) {
  const left = table.rows.length - MOST_ROWS;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (axe: scrollable-region-focusable)
    <section class="data-table" tabIndex={0} aria-label={caption}>
      <table>
        <thead>
          <tr>
            {table.columns.map((name) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.slice(0, MOST_ROWS).map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={table.columns[column]}>{written(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {left > 0 && <p class="note">{messages.value.rowsLeftOut(left)}</p>}
    </section>
  );
}
