import type { DataSource } from 'typeorm';

/** Everything that a migration may make, each as one line of text, in an order of its own. */
const OBJECTS = `
SELECT format('column %s.%s %s%s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
         CASE WHEN a.attnotnull THEN ' not null' ELSE '' END,
         CASE a.attgenerated WHEN 's' THEN ' generated' ELSE '' END,
         ' = ' || pg_get_expr(d.adbin, d.adrelid)) AS object
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT format('constraint %s on %s %s', conname, conrelid::regclass, pg_get_constraintdef(oid))
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL
SELECT format('index %s', indexdef) FROM pg_indexes WHERE schemaname = 'public'
UNION ALL
SELECT format('%s %s %s', relkind, relname, array_to_string(reloptions, ','))
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind <> 'i'
UNION ALL
SELECT format('function %s', pg_get_functiondef(oid)) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL
SELECT format('type %s', typname) FROM pg_type WHERE typnamespace = 'public'::regnamespace
UNION ALL
SELECT format('trigger %s', pg_get_triggerdef(oid)) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT format('extension %s', extname) FROM pg_extension
ORDER BY object`;

/** The whole schema as text, one object a line. */
export async function dumpSchema(dataSource: DataSource): Promise<string[]> {
  const rows: { object: string }[] = await dataSource.query(OBJECTS);
  return rows.map(({ object }) => object);
}
