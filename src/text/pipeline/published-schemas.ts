import * as z from 'zod';
import { rulesSchema } from '../rules/rules-schema.ts';
import { settingsSchema } from '../settings/settings-schema.ts';
import { pipelineSchema } from './pipeline-schema.ts';

/** The JSON schemas for editors, as files of this repository; what people write is described, not what is read. */
export function publishedSchemas(): { path: string; text: string }[] {
  return [
    { path: 'schema/pipeline.schema.json', text: render(pipelineSchema) },
    { path: 'schema/settings.schema.json', text: render(settingsSchema) },
    { path: 'schema/rules.schema.json', text: render(rulesSchema) },
  ];
}

const lineWidth = 100;
const shortList = /^(.*)\[\n((?: +(?:"(?:[^"\\]|\\.)*"|[\d.]+),?\n)+) *\](,?)$/gm;

/** As the formatter of this repository has it: a list of plain values on one line where it fits. */
function render(schema: z.ZodType): string {
  const text = JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2);
  const folded = text.replace(shortList, (whole, before: string, items: string, comma: string) => {
    const line = `${before}[${items.trim().replace(/,\n +/g, ', ')}]${comma}`;
    return line.length <= lineWidth ? line : whole;
  });
  return `${folded}\n`;
}
