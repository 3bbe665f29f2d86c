import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);
import{b as j}from"./chunk-U6B5TCVW.mjs";import{b as w}from"./chunk-HL2XZAUE.mjs";import{G as b,H as z,I as x,e as u,f as g}from"./chunk-E3VKM32B.mjs";import{a as l,c as d,f as h,h as a,l as k,m as $,n as m}from"./chunk-ROLOWZ5H.mjs";var R="healing/lessons.md",v="# Lessons",L="What healing met that it did not know. Yardmaster adds to this file; a line that you delete may come back.",B=[["pattern","## New error patterns"],["label","## Missing labels"]],S=100,H=6e4;function W(n,t){let e=P(n??""),r=new Map(e.map(o=>[o.key,o]));for(let o of t){let i=_(o);r.has(i)||r.set(i,{kind:o.kind,key:i,line:E(o,i)})}if(r.size===e.length)return null;let s=B.flatMap(([o,i])=>{let y=[...r.values()].filter(c=>c.kind===o).slice(-S);return y.length===0?[]:[`${i}

${y.map(({line:c})=>c).join(`
`)}`]});return`${[v,L,...s].join(`

`)}
`}function Y(n,t=4e3){let e=(n??"").trim();if(e==="")return"";let r=e.length>t?`${e.slice(0,t-2)}
\u2026`:e;return j(r,"markdown")}var N=/^- `((pattern|label):[\w:. -]{1,60})` .{0,1000}$/;function P(n){return n.slice(0,H).split(/\r?\n/).flatMap(t=>{let e=N.exec(t);return e?.[1]?[{kind:e[2]==="label"?"label":"pattern",key:e[1],line:t}]:[]})}function _(n){let t=n.kind==="label"?n.name:n.fingerprint;return`${n.kind}:${t.replace(/[^\w:. -]/g,"-").slice(0,50)}`}function E(n,t){let e=b(n.at).slice(0,10);if(n.kind==="label")return`- \`${t}\` was missing on ${e} and was made.`;let r=[`first seen ${e}: ${x(n.summary,200)}`,n.evidence.trim()&&z(n.evidence,200)];return`- \`${t}\` ${r.filter(Boolean).join(" ")}`}var G="healing/",I="healing/outcomes.json",Q="healing/tried.json",f=d().nonnegative().max(1e9),O=l().min(1).max(200),J=a({schema:m(1),outcomes:k(O,a({kept:f,undone:f,reverted:f}))}),p=l().regex(/^[0-9a-zA-Z]{1,128}$/),M=a({schema:m(1),tried:h(a({fingerprint:p,tree:p,hash:p,remedy:O,outcome:$(["kept","undone","outlasted","reverted"]),at:d().nonnegative()})).max(w)});function U({outcomes:n,tried:t}){let e=Object.entries(n).sort(([s],[o])=>s<o?-1:1).map(([s,o])=>`${JSON.stringify(s)}:${JSON.stringify(o)}`),r=t.map(s=>JSON.stringify(s));return{outcomes:u(`{"schema":1,"outcomes":{
${e.join(`,
`)}
}}
`),tried:u(`{"schema":1,"tried":[
${r.join(`,
`)}
]}
`)}}function V(n,t){let e=J.safeParse(g(n??"")),r=M.safeParse(g(t??"")),s=r.success?r.data.tried:[];return{outcomes:e.success?e.data.outcomes:{},tried:s}}export{R as a,W as b,Y as c,G as d,I as e,Q as f,U as g,V as h};
