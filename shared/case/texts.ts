/** Texts in the data of an event. */
import { z } from 'zod';

/** A text that must say something, without the blanks around it. */
export const requiredText = (max: number) => z.string().trim().min(1, '不能为空').max(max, `不能超过 ${max} 个字`);
