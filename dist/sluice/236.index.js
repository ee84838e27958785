export const id = 236;
export const ids = [236];
export const modules = {

/***/ 38093:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   start: () => (/* binding */ start)
/* harmony export */ });
/* harmony import */ var _github_main_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(91917);

/** The action `promote`. */
const start = () => (0,_github_main_js__WEBPACK_IMPORTED_MODULE_0__/* .runAction */ .C)('promote');


/***/ })

};
