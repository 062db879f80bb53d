import { describe, expect, it } from 'vitest';
import { htmlReport } from '../../sim/report/html.ts';
import { SAMPLE } from './sample-result.ts';

const SHELL =
  '<!doctype html><script type="application/json" id="twinwing-result">null</script><p>end</p>';

/** What a browser gives as the text of the script element: all up to the first end tag. */
function dataIn(html: string): unknown {
  const start = html.indexOf('id="twinwing-result">') + 'id="twinwing-result">'.length;
  return JSON.parse(html.slice(start, html.indexOf('</script', start)));
}

describe('an HTML report', () => {
  it('holds the result that it was made of', () => {
    expect(dataIn(htmlReport(SHELL, SAMPLE))).toEqual(SAMPLE);
  });

  it('keeps a title that looks like HTML, or like a pattern, as text', () => {
    const title = '</script><script>alert(1)</script><!-- $& $1';
    const hostile = { ...SAMPLE, scenario: { ...SAMPLE.scenario, title } };
    const html = htmlReport(SHELL, hostile);
    expect(dataIn(html)).toEqual(hostile);
    expect(html.match(/<script/g)).toHaveLength(1);
  });

  it('changes nothing else of its shell', () => {
    const html = htmlReport(SHELL, SAMPLE);
    expect(html.startsWith('<!doctype html><script type="application/json"')).toBe(true);
    expect(html.endsWith('</script><p>end</p>')).toBe(true);
  });

  it('refuses a shell that has no place for it', () => {
    expect(() => htmlReport('<p></p>', SAMPLE)).toThrow('the report shell has no place');
  });
});
