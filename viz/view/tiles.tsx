/** The figures at a glance, each with a line that shows its course. */
import type { Result } from '../../sim/index.ts';
import { format, messages } from '../app/preferences.ts';
import { sparkline } from '../charts/sparkline.ts';
import { type Tile, tiles } from '../data/tiles.ts';

export function Tiles({ result }: { result: Result }) {
  return (
    <section class="tiles" aria-label={messages.value.figures} id="tiles">
      {tiles(result).map((tile) => (
        <TileBox key={tile.id} tile={tile} />
      ))}
    </section>
  );
}

const SPARK = { width: 120, height: 28 };

function TileBox({ tile }: { tile: Tile }) {
  const say = messages.value;
  return (
    <div class="tile" data-tile={tile.id}>
      <div class="tile-title">
        {say.tile[tile.title]}
        {tile.subject !== undefined && <span class="subject">{tile.subject}</span>}
      </div>
      <div class="tile-value">{format.value.unit(tile.value, tile.unit)}</div>
      <div class="tile-note">{noteOf(tile) || '\u00a0'}</div>
      <svg
        class="spark"
        viewBox={`0 0 ${SPARK.width} ${SPARK.height}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <path
          d={sparkline(tile.course, SPARK.width, SPARK.height)}
          style={{ stroke: `var(${tile.colour})` }}
        />
      </svg>
    </div>
  );
}

function noteOf(tile: Tile): string {
  const say = messages.value;
  if (tile.value === undefined) return say.beyond;
  if (tile.bytesValue !== undefined) return say.byBytes(format.value.ratio(tile.bytesValue));
  if (tile.perSecond !== undefined)
    return say.perSecondNote(format.value.perSecond(tile.perSecond));
  return '';
}
