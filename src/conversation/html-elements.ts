const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter(Boolean));

/** Elements whose content is code, not text: they go with everything in them. */
export const CODE_ELEMENTS = words('script style');

/**
 * Every element name of HTML, obsolete ones included (HTML Living Standard, 4 and 16.2).
 * Of SVG and MathML only the roots: `<text>` or `<path>` is more often a placeholder than a drawing.
 */
export const HTML_ELEMENTS = words(`
  a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body
  br button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em
  embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i
  iframe img input ins isindex kbd keygen label legend li link listing main map mark marquee math menu menuitem meta
  meter nav nobr noembed noframes noscript object ol optgroup option output p param picture plaintext pre progress q
  rb rp rt rtc ruby s samp search section select slot small source span strike strong sub summary sup svg table
  tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp
`);

/** Those that begin and end a line of their own (HTML Living Standard, 15.3), cells of tables included, and `br`. */
export const BLOCK_ELEMENTS = words(`
  address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption figure
  footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol optgroup option p plaintext
  pre search section summary table tbody td tfoot th thead tr ul xmp
`);
