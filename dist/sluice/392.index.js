export const id = 392;
export const ids = [392];
export const modules = {

/***/ 27392:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readEvidence: () => (/* binding */ readEvidence)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2503);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(64377);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(12027);
/* harmony import */ var _plan_fingerprint_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(29384);
/* harmony import */ var _evidence_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(47965);




const sha256 = zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256');
const stamp = zod__WEBPACK_IMPORTED_MODULE_4__/* .datetime */ .w$();
const count = zod__WEBPACK_IMPORTED_MODULE_3__/* .int */ .Whr().nonnegative();
const code = zod__WEBPACK_IMPORTED_MODULE_3__/* ["enum"] */ .k5n(Object.keys(_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ERROR_CODES */ .OQ));
const shape = zod__WEBPACK_IMPORTED_MODULE_3__/* .strictObject */ .rej({
    schema: zod__WEBPACK_IMPORTED_MODULE_3__/* .literal */ .euz('sluice.evidence/1'),
    sluiceVersion: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(),
    command: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(),
    environment: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP().nullable(),
    engine: zod__WEBPACK_IMPORTED_MODULE_3__/* ["enum"] */ .k5n(['sqlite', 'postgresql', 'mysql', 'mariadb', 'redis', 'neo4j']).nullable(),
    origin: zod__WEBPACK_IMPORTED_MODULE_3__/* .strictObject */ .rej({
        repository: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP().regex(/^[^/\s]+\/[^/\s]+$/, 'is not owner/name'),
        commit: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 'is not a commit'),
        ref: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(),
        actor: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP().min(1),
        triggeringActor: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP().min(1),
        workflowRunId: zod__WEBPACK_IMPORTED_MODULE_3__/* .int */ .Whr().positive(),
        attempt: zod__WEBPACK_IMPORTED_MODULE_3__/* .int */ .Whr().positive(),
        url: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(),
    })
        .nullable(),
    run: zod__WEBPACK_IMPORTED_MODULE_3__/* .strictObject */ .rej({
        id: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP().min(1),
        status: zod__WEBPACK_IMPORTED_MODULE_3__/* ["enum"] */ .k5n(_evidence_js__WEBPACK_IMPORTED_MODULE_2__/* .ENDS */ .Br),
        startedAt: stamp,
        finishedAt: stamp,
        durationMs: count,
    }),
    plan: zod__WEBPACK_IMPORTED_MODULE_3__/* .strictObject */ .rej({
        digest: sha256,
        continues: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP().nullable(),
        files: zod__WEBPACK_IMPORTED_MODULE_3__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_3__/* .strictObject */ .rej({ version: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(), path: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(), checksum: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP() })),
    })
        .nullable(),
    before: zod__WEBPACK_IMPORTED_MODULE_3__/* .strictObject */ .rej({
        fingerprint: sha256,
        objects: zod__WEBPACK_IMPORTED_MODULE_3__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_3__/* .strictObject */ .rej({ kind: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(), name: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(), hash: sha256 })),
    })
        .nullable(),
    after: sha256.nullable(),
    backup: zod__WEBPACK_IMPORTED_MODULE_3__/* .strictObject */ .rej({ id: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP().min(1), digest: sha256, verified: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP() }).nullable(),
    checks: zod__WEBPACK_IMPORTED_MODULE_3__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_3__/* .strictObject */ .rej({ id: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(), status: zod__WEBPACK_IMPORTED_MODULE_3__/* ["enum"] */ .k5n(['pass', 'warn', 'fail', 'skip']), code: code.nullable() })),
    stages: zod__WEBPACK_IMPORTED_MODULE_3__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_3__/* .strictObject */ .rej({ name: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(), status: zod__WEBPACK_IMPORTED_MODULE_3__/* ["enum"] */ .k5n(_evidence_js__WEBPACK_IMPORTED_MODULE_2__/* .ENDS */ .Br), durationMs: count })),
    rolledBack: zod__WEBPACK_IMPORTED_MODULE_3__/* .boolean */ .zMY(),
    errors: zod__WEBPACK_IMPORTED_MODULE_3__/* .array */ .YOg(code),
    digest: sha256,
});
/**
 * Reads evidence and re-computes its digest, and the schema's fingerprint from its objects.
 *
 * @param name what messages call the text: the file's path or the artifact's name
 * @throws SluiceError `EVID_001` when it is no evidence, or was changed after it had been written
 */
function readEvidence(text, name) {
    let found;
    try {
        found = JSON.parse(text);
    }
    catch (cause) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('EVID_001', `${name} is no evidence: it is not JSON.`, { cause });
    }
    const read = shape.safeParse(found);
    if (!read.success) {
        const [issue] = read.error.issues;
        const where = issue === undefined || issue.path.length === 0 ? 'it' : `\`${issue.path.join('.')}\``;
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('EVID_001', `${name} is no evidence: ${where} ${issue?.message ?? 'is not as it must be'}.`);
    }
    const evidence = read.data;
    const digest = (0,_evidence_js__WEBPACK_IMPORTED_MODULE_2__/* .evidenceDigest */ .YB)(evidence);
    if (digest !== evidence.digest) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('EVID_001', `${name} was changed after it had been written: its digest says ${evidence.digest}, its content ${digest}.`, { details: { written: evidence.digest, computed: digest } });
    }
    const { before } = evidence;
    if (before !== null && (0,_plan_fingerprint_js__WEBPACK_IMPORTED_MODULE_1__/* .fingerprintObjects */ .xE)(before.objects) !== before.fingerprint) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .SluiceError */ .ah('EVID_001', `${name} contradicts itself: its schema objects have another fingerprint.`);
    }
    return evidence;
}


/***/ })

};
