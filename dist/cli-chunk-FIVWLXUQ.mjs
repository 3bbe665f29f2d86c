#!/usr/bin/env node
import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);
var CliProblem=class extends Error{code;remedy;constructor(code,message,remedy){super(message),this.name="CliProblem",this.code=code,this.remedy=remedy}};export{CliProblem};
