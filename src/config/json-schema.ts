import { z } from 'zod';
import type { Json } from '../driver.ts';
import { configSchema } from './schema.ts';

/** Names the schema, whatever it is fetched from. */
const SCHEMA_ID = 'urn:sluice:config:1';

/** The JSON Schema (2020-12) of `sluice.yml`, for editors; rules between values are checked by `loadConfig` alone. */
export function configJsonSchema(): Json {
  const { $schema, ...rest } = z.toJSONSchema(configSchema, { io: 'input', target: 'draft-2020-12' }) as Record<
    string,
    Json
  >;
  return { $schema: $schema ?? null, $id: SCHEMA_ID, title: 'sluice.yml', ...rest };
}
