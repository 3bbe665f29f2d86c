import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);
import{o as i,y as o}from"./chunk-ROLOWZ5H.mjs";import{a as l}from"./chunk-575CXTAJ.mjs";import"./chunk-YAIO6C7M.mjs";import"./chunk-LITVYDW5.mjs";var $=e=>e.replaceAll("%","%25").replaceAll("\r","%0D").replaceAll(`
`,"%0A").replaceAll(":","%3A").replaceAll(",","%2C");function u(e,s,n){if(e instanceof o)for(let{path:t,line:a,column:r,message:c,remedy:f}of e.problems){let p=`error file=${$(t)},line=${a},col=${r}`;s(`${n(p,`${c}. ${f}`)}
`)}else if(e instanceof l)s(`${n("error",`${e.message}. ${e.remedy}`)}
`);else if(e instanceof i)s(`${n("error",e.message)}
`);else{let t=e instanceof Error?e.stack??e.message:String(e);s(`${n("error",`This is a fault of Yardmaster itself. ${t}`)}
`)}}export{u as reportFailure};
