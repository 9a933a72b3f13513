// In the admin, a date that its picker does not understand stays as it was typed, and the server
// tells what is wrong with it. By itself the picker puts the present day in its place on leaving.
Object.assign(window.jQuery.fn.datetimepicker.defaults, {
  validateOnBlur: false,
  scrollInput: false, // nor does the wheel of a mouse change what is under it
});
