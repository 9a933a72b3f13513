// In the admin, a date that its picker does not understand stays as it was typed, and the server
// tells what is wrong with it. By itself the picker puts the present day in its place on leaving.
Object.assign(window.jQuery.fn.datetimepicker.defaults, {
  validateOnBlur: false,
  scrollInput: false, // nor does the wheel of a mouse change what is under it
});
// It opens a tenth of a second after its field has the focus: left sooner by the keyboard, it would
// stay open over the next field. A click in the picker itself gives the focus to nothing.
document.addEventListener("focusout", ({ target, relatedTarget }) => {
  const field = window.jQuery(target);
  if (!relatedTarget || !field.data("xdsoft_datetimepicker")) return;
  setTimeout(() => {
    if (document.activeElement !== target) field.datetimepicker("hide");
  }, 200);
});
