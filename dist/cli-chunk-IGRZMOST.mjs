#!/usr/bin/env node
import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);
var ConnectionReset=class extends TypeError{constructor(){super("fetch failed",{cause:Object.assign(new Error("read ECONNRESET"),{code:"ECONNRESET"})}),this.name="TypeError"}};export{ConnectionReset};
