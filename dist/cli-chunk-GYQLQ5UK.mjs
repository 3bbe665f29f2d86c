#!/usr/bin/env node
import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);
import{appendFileSync,existsSync,mkdirSync,readFileSync}from"node:fs";import{dirname,join}from"node:path";function stateFolder(checkout){let root=join(checkout,".yardmaster");return{root,github:join(root,"github"),logs:join(root,"logs"),diary:join(root,"attempts.jsonl"),spareOutput:join(root,"spare-output"),pipelines:join(root,"pipelines"),lock:join(root,"lock")}}function makeStateFolder(state,exclude){for(let folder of[state.root,state.logs,state.pipelines])mkdirSync(folder,{recursive:!0,mode:448});let before=existsSync(exclude)?readFileSync(exclude,"utf8"):"";before.split(`
`).some(line=>line.trim()===".yardmaster/")||(mkdirSync(dirname(exclude),{recursive:!0}),appendFileSync(exclude,`${before===""||before.endsWith(`
`)?"":`
`}.yardmaster/
`))}export{stateFolder,makeStateFolder};
