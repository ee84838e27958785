import { describe, expect, it } from '@jest/globals';
import { junitReport } from '../../src/report/junit.ts';
import { check, fullOf, HOSTILE, reportOf, staged } from './fixtures.ts';
import { parseXml, type XmlElement } from './xml.ts';

/** A text as XML can hold it. */
function held(text: string): string {
  return text.replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');
}

function child(element: XmlElement | undefined, index = 0): XmlElement {
  const found = element?.children[index];
  if (found === undefined) throw new Error('there is no such element');
  return found;
}

describe('junitReport', () => {
  it('has one test case a check, and counts them', () => {
    const report = reportOf(
      staged(
        'validation',
        { kind: 'check', check: check({ title: 'Rows', observed: '3 tables' }) },
        {
          kind: 'check',
          check: check({ title: 'Slow', status: 'warn', code: 'TIME_001', observed: 'slow', fix: 'wait' }),
        },
        {
          kind: 'check',
          check: check({ title: 'Rule', status: 'fail', code: 'DATA_001', observed: '2', expected: '0', fix: 'look' }),
        },
        { kind: 'check', check: check({ title: 'Off', status: 'skip', observed: 'switched off' }) },
      ),
      { command: 'validate', environment: 'staging' },
      'failed',
    );
    expect(junitReport(report)).toBe(
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<testsuites name="sluice" tests="4" failures="1" skipped="1" time="1.500">',
        '  <testsuite name="sluice validate staging" timestamp="2026-01-02T03:04:05.000Z" tests="4" failures="1" skipped="1" time="1.500">',
        '    <testcase classname="sluice validate staging" name="Rows">',
        '      <system-out>expected: e&#10;observed: 3 tables</system-out>',
        '    </testcase>',
        '    <testcase classname="sluice validate staging" name="Slow">',
        '      <system-out>expected: e&#10;observed: slow&#10;fix: wait</system-out>',
        '    </testcase>',
        '    <testcase classname="sluice validate staging" name="Rule">',
        '      <failure type="DATA_001" message="2">expected: 0&#10;observed: 2&#10;fix: look</failure>',
        '    </testcase>',
        '    <testcase classname="sluice validate staging" name="Off">',
        '      <skipped message="switched off"/>',
        '    </testcase>',
        '  </testsuite>',
        '</testsuites>',
        '',
      ].join('\n'),
    );
  });

  it('is a document without checks, too', () => {
    const { attributes, children } = parseXml(junitReport(reportOf([])));
    expect(attributes).toMatchObject({ tests: '0', failures: '0', skipped: '0' });
    expect(child({ name: '', attributes: {}, text: '', children }).children).toEqual([]);
  });

  it.each(HOSTILE)('holds %s as they are', (_title, text) => {
    const suite = child(parseXml(junitReport(fullOf(text))));
    expect(suite.attributes['name']).toBe(`sluice migrate ${held(text)}`);
    expect(suite.children.map(({ name, attributes }) => [name, attributes['name']])).toEqual(
      ['pass', 'warn', 'fail', 'skip'].map(() => ['testcase', held(text)]),
    );
    const facts = `expected: ${text}\nobserved: ${text}${text === '' ? '' : `\nfix: ${text}`}`;
    expect(child(child(suite, 1))).toMatchObject({ name: 'system-out', text: held(facts) });
    expect(child(child(suite, 2))).toEqual({
      name: 'failure',
      attributes: { type: 'DATA_001', message: held(text) },
      children: [],
      text: held(facts),
    });
    expect(child(child(suite, 3))).toMatchObject({ name: 'skipped', attributes: { message: held(text) } });
  });
});

describe('the XML reader of these tests', () => {
  it.each([
    ['an open element', '<?xml version="1.0"?><a>'],
    ['a wrong end', '<?xml version="1.0"?><a></b>'],
    ['two roots', '<?xml version="1.0"?><a/><a/>'],
    ['a bare ampersand', '<?xml version="1.0"?><a>&</a>'],
    ['an unknown reference', '<?xml version="1.0"?><a>&nbsp;</a>'],
    ['a reference to a character that is none', '<?xml version="1.0"?><a>&#0;</a>'],
    ['markup in an attribute', '<?xml version="1.0"?><a b="<"/>'],
    ['an attribute twice', '<?xml version="1.0"?><a b="" b=""/>'],
    ['the end of CDATA', '<?xml version="1.0"?><a>]]></a>'],
    ['a control character', '<?xml version="1.0"?><a>\u0001</a>'],
    ['half a character', '<?xml version="1.0"?><a>\ud800</a>'],
  ])('refuses %s', (_title, document) => {
    expect(() => parseXml(document)).toThrow(/expected|after the end|reference|attribute|twice|text|character/u);
  });
});
