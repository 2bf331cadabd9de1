import { splitMarkdown } from './markdown-sections.js';

describe(splitMarkdown.name, () => {
  it('makes a section of every heading, in order, and takes the first heading for the title', () => {
    expect(splitMarkdown('# Zoo\nWelcome.\n\n## Zebras\nStriped.\r\n\r\n## Giraffes ##\nTall.\n')).toEqual({
      title: 'Zoo',
      sections: [
        { heading: 'Zoo', keywords: '', content: 'Welcome.' },
        { heading: 'Zebras', keywords: '', content: 'Striped.' },
        { heading: 'Giraffes', keywords: '', content: 'Tall.' },
      ],
    });
  });

  it('takes keywords out of the text', () => {
    const { sections } = splitMarkdown('## Zebras\n\n<!-- keywords: stripes horse -->\n\nStriped.');

    expect(sections).toEqual([{ heading: 'Zebras', keywords: 'stripes horse', content: 'Striped.' }]);
  });

  it('takes no line of a code fence for a heading', () => {
    const { sections } = splitMarkdown('## Run\n```\n# comment\nnpm start\n```\n## Stop\nCtrl+C');

    expect(sections.map(({ heading }) => heading)).toEqual(['Run', 'Stop']);
    expect(sections[0]?.content).toContain('# comment');
  });

  it('keeps deeper headings in the text of their section', () => {
    expect(splitMarkdown('## Zebras\n### Food\nGrass.').sections[0]?.content).toBe('### Food\nGrass.');
  });

  it('leaves out a heading with nothing below it', () => {
    expect(splitMarkdown('# Zoo\n## Empty\n## Zebras\nStriped.').sections).toHaveLength(1);
  });

  it('makes one section of a text without headings and none of an empty one', () => {
    expect(splitMarkdown('Just text.')).toEqual({
      title: null,
      sections: [{ heading: '', keywords: '', content: 'Just text.' }],
    });
    expect(splitMarkdown('').sections).toEqual([]);
  });
});
