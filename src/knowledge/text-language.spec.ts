import { likelyLanguage, textLanguage } from './text-language.js';

describe(textLanguage.name, () => {
  it.each([
    ['The shop is open every day of the week.', 'english'],
    ['Das Geschäft hat jeden Tag in der Woche geöffnet.', 'german'],
    ['المتجر مفتوح كل يوم من أيام الأسبوع.', 'arabic'],
    ['店は毎日営業しています。日曜日も開いています。', 'simple'],
  ])('of %j is %s', async (text, language) => {
    await expect(textLanguage(text)).resolves.toBe(language);
  });

  it.each(['', '12345 67890 12345', 'Ok, done.'])('of %j is not known', async (text) => {
    await expect(textLanguage(text)).resolves.toBeNull();
  });
});

describe(likelyLanguage.name, () => {
  it.each([
    ['Ok.', 'en', 'english'],
    ['Ok.', 'de', 'german'],
    ['Ok.', 'ar', 'simple'],
    ['نعم', 'ar', 'arabic'],
    ['نعم', 'en', 'simple'],
    ['42', 'tr', 'turkish'],
  ])('of %j, where %s is usual, is %s', (text, usual, language) => {
    expect(likelyLanguage(text, usual)).toBe(language);
  });
});
