#!/usr/bin/env node
import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);
var exitCodes={completed:0,taskFailed:1,stale:1,badInput:2,interrupted:3};export{exitCodes};
