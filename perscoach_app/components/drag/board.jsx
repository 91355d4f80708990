// Drag and drop of the homework builder: glue between dnd-kit and Reflex. The server keeps the order; here a drop only becomes an event.
import * as kit from "@dnd-kit/core";
import { SortableContext, sortableKeyboardCoordinates, useSortable, verticalListSortingStrategy } from "@dnd-kit/sortable";
import { CSS, getEventCoordinates } from "@dnd-kit/utilities";
import { createContext, useContext, useEffect, useRef, useState } from "react";

const MOUSE = { activationConstraint: { distance: 6 } }; // a click that trembles is still a click
const TOUCH = { activationConstraint: { delay: 220, tolerance: 8 } }; // a long press; shorter ones scroll the page
const KEYS = { coordinateGetter: sortableKeyboardCoordinates };
const BESIDE_PX = 14; // from the pointer to the corner of what is shown while it moves
const WAIT_MS = 1500; // so long a dropped row waits at its new place for the server's order

const AT_POINTER = [atPointer];

const isClip = (id) => String(id).startsWith("clip:");
const isJoin = (id) => String(id).startsWith("join:");
const Moves = createContext({ active: "", pointer: false, waiting: false, role: "" });
const Grip = createContext({});

export function Board({ order, texts, onDrop, children }) {
  const [active, setActive] = useState(null);
  const [waiting, setWaiting] = useState("");
  const { useSensor } = kit;
  const sensors = kit.useSensors(useSensor(kit.MouseSensor, MOUSE), useSensor(kit.TouchSensor, TOUCH), useSensor(kit.KeyboardSensor, KEYS));
  const words = JSON.parse(texts);
  const moved = useRef(false);
  const now = order.join();
  useEffect(() => {
    const timer = setTimeout(setWaiting, WAIT_MS, "");
    return () => clearTimeout(timer);
  }, [waiting]);
  const begin = ({ active: { id, data }, activatorEvent }) => {
    const pointer = !(activatorEvent instanceof KeyboardEvent);
    const tall = pointer ? [] : document.querySelectorAll(".item > details[open]"); // keys go from middle to middle: a tall row would stick
    for (const row of tall) row.open = false;
    setWaiting("");
    setActive({ id, ...data.current, pointer });
  };
  const end = ({ active: { id }, over }) => {
    setActive(null);
    if (!over || over.id === id) return;
    if (order.includes(id) && order.includes(over.id)) setWaiting(now);
    onDrop(id, over.id);
  };
  const moves = { active: active?.id ?? "", pointer: active?.pointer, waiting: waiting === now && !active, role: words.role };
  const accessibility = { announcements: announcements(words, order, moved), screenReaderInstructions: { draggable: words.how } };
  const deeds = { onDragStart: begin, onDragEnd: end, onDragCancel: () => setActive(null) };
  return (
    <kit.DndContext id="board" sensors={sensors} collisionDetection={nearest} accessibility={accessibility} {...deeds}>
      <Moves.Provider value={moves}>
        <SortableContext items={order} strategy={verticalListSortingStrategy}>{children}</SortableContext>
      </Moves.Provider>
      <kit.DragOverlay dropAnimation={null} modifiers={AT_POINTER}>{active && <Taken {...active} />}</kit.DragOverlay>
    </kit.DndContext>
  );
}

export function Row({ name, title, picture, turns, className = "", children }) {
  const { active, pointer, waiting, role } = useContext(Moves);
  const [held, setHeld] = useState("");
  const data = { title, picture };
  const { setNodeRef, transform, transition, isOver, ...grip } = useSortable({ id: name, data, attributes: { roleDescription: role } });
  const joins = turns && pointer && active !== name && !isClip(active);
  const join = kit.useDroppable({ id: name.replace("item:", "join:"), data, disabled: !joins });
  const shift = CSS.Translate.toString(transform) ?? "";
  if (active && shift !== held) setHeld(shift);
  const over = isOver && isClip(active) ? "before" : "";
  const style = waiting ? { transform: held, transition: "none" } : { transform: shift, transition };
  return (
    <li ref={setNodeRef} className={`${className} ${active === name ? "taken" : over}`} style={style}>
      <Grip.Provider value={grip}>{children}</Grip.Provider>
      {joins && <div ref={join.setNodeRef} className={`join ${join.isOver ? "over" : ""}`} aria-hidden>{turns}</div>}
    </li>
  );
}

export function Card({ name, title, picture, className = "", children }) {
  const { role, active } = useContext(Moves);
  const data = { title, picture };
  const { setNodeRef, listeners, ...grip } = kit.useDraggable({ id: name, data, attributes: { roleDescription: role } });
  const { onKeyDown, ...pointers } = listeners ?? {};
  return (
    <li ref={setNodeRef} className={`${className} ${active === name ? "taken" : ""}`} {...pointers}>
      <Grip.Provider value={{ ...grip, listeners: { onKeyDown } }}>{children}</Grip.Provider>
    </li>
  );
}

export function Handle({ label, className, children }) {
  const { attributes, listeners, setActivatorNodeRef } = useContext(Grip);
  const props = { ...attributes, ...listeners, ref: setActivatorNodeRef, className, "aria-label": label };
  return <button type="button" {...props}>{children}</button>;
}

export function End({ className = "", children }) {
  const { setNodeRef, isOver } = kit.useDroppable({ id: "end" });
  return <div ref={setNodeRef} className={`${className} ${isOver ? "over" : ""}`}>{children}</div>;
}

/** As large as what was taken: keys move it by its middle. */
function Taken({ title, picture }) {
  return <div className="drag-space"><div className="drag-taken">{picture && <img src={picture} alt="" />}<b>{title}</b></div></div>;
}

/** What moves is shown beside the pointer, not where the corner of the large thing it stands for would be. */
function atPointer({ activatorEvent, draggingNodeRect, transform }) {
  const from = activatorEvent && getEventCoordinates(activatorEvent);
  if (!from || !draggingNodeRect) return transform;
  const [x, y] = [from.x - draggingNodeRect.left + BESIDE_PX, from.y - draggingNodeRect.top + BESIDE_PX];
  return { ...transform, x: transform.x + x, y: transform.y + y };
}

/** Into a superset where the pointer is on that place; else the row it is over or nearest to, for a clip only inside its column. */
function nearest(args) {
  const joins = kit.pointerWithin(args).filter(({ id }) => isJoin(id));
  if (joins.length) return joins;
  const droppableContainers = args.droppableContainers.filter(({ id }) => !isJoin(id));
  if (!args.pointerCoordinates) return kit.closestCenter({ ...args, droppableContainers });
  const { x, y } = args.pointerCoordinates;
  const column = args.droppableRects.get("end");
  if (isClip(args.active.id) && column && (x < column.left || x > column.right)) return [];
  const found = droppableContainers.map((droppableContainer) => {
    const { top, bottom } = args.droppableRects.get(droppableContainer.id) ?? { top: Infinity, bottom: Infinity };
    return { id: droppableContainer.id, data: { droppableContainer, value: Math.max(top - y, y - bottom, 0) } };
  });
  return found.sort((one, other) => one.data.value - other.data.value);
}

/** What a screen reader is told. */
function announcements(words, order, moved) {
  const fill = (key, active, over) => {
    const place = over?.id === "end" ? order.length : order.indexOf(over?.id) + 1;
    const said = { title: active.data.current.title, other: over?.data.current?.title ?? "", place, all: order.length };
    return words[key].replace(/\{(\w+)\}/g, (_, name) => said[name]);
  };
  const over = ({ active, over: place }) => fill(!place ? "nowhere" : isJoin(place.id) ? "joining" : "over", active, place);
  return {
    onDragStart({ active }) {
      moved.current = false;
      return fill("taken", active);
    },
    onDragOver(event) {
      if (!moved.current && event.over?.id === event.active.id) return undefined; // it lies where it lay: «taken» must not be spoken over
      moved.current = true;
      return over(event);
    },
    onDragEnd: (event) => (event.over ? `${over(event)} ${fill("put", event.active)}` : fill("cancelled", event.active)),
    onDragCancel: ({ active }) => fill("cancelled", active),
  };
}
