export const id = 159;
export const ids = [159];
export const modules = {

/***/ 22159:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   start: () => (/* binding */ start)
/* harmony export */ });
/** The command line. */
async function start() {
    const { runCli } = await Promise.all(/* import() */[__webpack_require__.e(867), __webpack_require__.e(375), __webpack_require__.e(294), __webpack_require__.e(638), __webpack_require__.e(896)]).then(__webpack_require__.bind(__webpack_require__, 64896));
    process.exitCode = await runCli(process.argv.slice(2));
}


/***/ })

};
