export const id = 648;
export const ids = [648];
export const modules = {

/***/ 20648:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   scaffoldText: () => (/* binding */ scaffoldText)
/* harmony export */ });
function block(title, lines) {
    return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`), ''];
}
/** What was done and what is left to do, for people. */
function scaffoldText(made) {
    const { written, kept, leftOut, found, environments, secrets, permissions, todo } = made;
    const workflows = [...new Set(permissions.map(({ workflow }) => workflow))];
    return [
        ...block('Written:', written.length > 0 ? written : ['nothing']),
        ...block('Kept as they are:', kept),
        ...block('Left out:', leftOut.map(({ path, why }) => `${path}: ${why}`)),
        ...block('Found out:', found.map(({ what, value, from }) => `${what}: ${value} (from ${from})`)),
        ...block('Create these environments (repository settings, Environments):', environments.map(({ name, settings }) => `${name}: ${settings}`)),
        ...block('Set these secrets in them:', secrets.map(({ environment, name, why }) => `${environment}: ${name}, ${why}`)),
        ...block('The workflows ask for these permissions themselves; there is nothing to grant:', workflows.flatMap((workflow) => [
            workflow,
            ...permissions
                .filter((one) => one.workflow === workflow)
                .map(({ permission, why }) => `  ${permission}, ${why}`),
        ])),
        ...block('Look at this:', todo),
        'Then read the files, commit them, and open a pull request.',
    ].join('\n');
}


/***/ })

};
