// Filtered by the build: the version is the WebJar's.
export { default as uPlot } from '../webjars/uplot/${uplot.version}/dist/uPlot.esm.js';
