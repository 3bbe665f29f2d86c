import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);
import{a,b}from"./chunk-3KYQIDEM.mjs";import"./chunk-LITVYDW5.mjs";export{a as actionLogPath,b as appendAction};
