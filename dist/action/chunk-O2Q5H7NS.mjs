import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);
var l={BLOCKED:["c5def5","Waits for the tasks that it needs"],READY:["bfd4f2","Has what it needs; waits for a slot, files or a resource"],QUEUED:["bfdadc","Was handed to the runners and starts soon"],RUNNING:["1d76db","Runs now"],VALIDATING:["5319e7","Ended; its result is being checked"],WAITING:["fbca04","Waits for a person"],RETRY_WAIT:["fef2c0","Failed; the next attempt waits for its time"],PAUSED:["d4c5f9","Paused. Put this label on an open task to pause it, take it off to go on"],COMPLETED:["0e8a16","Done"],FAILED:["d93f0b","Failed for good. Replace it by state:ready for one more try, or close the issue"],CANCELLED:["cfd3d7","Was cancelled"],SKIPPED:["e4e669","Does not run, since a task that it needs did not succeed"],DEAD_LETTER:["b60205","Given up. Replace it by state:ready to try again"]},d={urgent:["b60205","Passes the queue, and may stop tasks of medium and low priority for its slot"],high:["d93f0b","Goes before medium and low"],medium:["fbca04","The usual priority"],low:["c2e0c6","Goes last, but rises the longer it waits"]},f=[{name:"yardmaster:run",color:"0b3d4f",description:"A run of a pipeline; its tasks are its sub-issues"},{name:"yardmaster:task",color:"2b7489",description:"A task of a run"},{name:"bug",color:"d73a4a",description:"Something isn't working"},{name:"pipeline-failure",color:"b60205",description:"A task of a pipeline failed"},{name:"auto-healing",color:"5319e7",description:"A failure that is being healed, or was"},{name:"dead-letter",color:"5c0a0a",description:"A task that was given up"},{name:"needs-triage",color:"fbca04",description:"Waits for a person to decide: retry it or drop it"}];function o(e){return`state:${e.toLowerCase().replaceAll("_","-")}`}function D(e){return Object.keys(l).find(r=>o(r)===e.toLowerCase())??null}function a(e){return`priority:${e}`}function T(e){return Object.keys(d).find(r=>a(r)===e.toLowerCase())??null}var p=[...f,...Object.entries(l).map(([e,[t,r]])=>({name:o(e),color:t,description:r})),...Object.entries(d).map(([e,[t,r]])=>({name:a(e),color:t,description:r}))];function x(e){let t=p.find(s=>s.name===e);if(t)return t;let r=e.startsWith("stage:")?"The stage of the pipeline that the task belongs to":"";return{name:e,color:"ededed",description:r}}var i="yardmaster:run",g="yardmaster:task",b=["yardmaster:","state:","priority:","stage:"],m=["bug","pipeline-failure","dead-letter","needs-triage"];function P(e,t){let r=e.tasks[t],s=e.statuses[t];if(!r||!s)throw new RangeError(`run ${e.issue} has no task ${t}`);let n=r.stage===null?"":h(r.stage);return[g,o(s.state),a(s.priority??r.priority),...n?[`stage:${n}`]:[],...c(s.state,r.recovery!==null)]}function S(e){let t=y(e);return[i,o(t),...t==="FAILED"?c(t,!1):[]]}function y(e){return e.conclusion==="success"?"COMPLETED":e.conclusion==="failure"?"FAILED":e.conclusion==="cancelled"||e.status==="cancelled"?"CANCELLED":e.status==="paused"?"PAUSED":"RUNNING"}function C(e,t){let r=e.filter(s=>!L(s));return[...t,...r]}function $(e,t){let r=s=>[...new Set(s.map(n=>n.toLowerCase()))].sort().join(`
`);return r(e)===r(t)}function L(e){let t=e.toLowerCase();return m.includes(t)||b.some(r=>t.startsWith(r))}function c(e,t){return e==="FAILED"?["bug","pipeline-failure","needs-triage"]:e!=="DEAD_LETTER"?[]:["bug","pipeline-failure","dead-letter",...t?["needs-triage"]:[]]}function h(e){return e.toLowerCase().replace(/[^a-z0-9]+/g,"-").slice(0,40).replace(/^-|-$/g,"")}var E="yardmaster",u=`refs/heads/${E}`;var k=`fragment Read on Issue {
  number title body state
  author { __typename login }
  repository { id }
  labels(first: 50) { nodes { name } }
}`,w=50,W=`query YardmasterWorld($owner: String!, $repo: String!, $after: String) {
  repository(owner: $owner, name: $repo) {
    id
    labels(first: 100) { pageInfo { hasNextPage } nodes { name } }
    ref(qualifiedName: "${u}") {
      target {
        oid
        ... on Commit { file(path: "state.json") { object { ... on Blob { oid text isTruncated } } } }
      }
    }
    issues(
      first: ${w}, after: $after, states: [OPEN], labels: ["${i}"],
      orderBy: { field: CREATED_AT, direction: ASC }
    ) {
      pageInfo { hasNextPage endCursor }
      nodes { ...Read subIssues(first: 100) { nodes { ...Read } } }
    }
  }
}
${k}`;export{o as a,D as b,T as c,p as d,x as e,i as f,g,P as h,S as i,y as j,C as k,$ as l,E as m,u as n,W as o};
